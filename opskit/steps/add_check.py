"""A CHECK, added NOT VALID and then validated."""

from __future__ import annotations

from opskit.core.change import Change, Mark
from opskit.core.finding import Finding
from opskit.core.step import Reader
from opskit.migrate.forms.add_check import AddCheck as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.prechecking import (
    NOT_ASKED,
    Answered,
    answered,
    counted,
    faced,
    in_the_way,
    key_words,
    listed,
    rows_where,
)
from opskit.steps.standing import Standing, standing
from opskit.steps.unproven import Unproven
from opskit.value import Value

ADDING = "ACCESS EXCLUSIVE for an instant: NOT VALID looks at no row"
VALIDATING = "reads and writes go on while the rows are looked at; added as written it would stop both"


class Seen(Value):
    there: Standing
    violators: Answered


class AddCheck(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} check on {self.ddl.table}"

    def observe(self, db: Reader) -> Seen:
        there = standing(db, self.ddl, self.preceding)
        return Seen(there, self._violators(db, there))

    def _violators(self, db: Reader, there: Standing) -> Answered:
        if there.table.shape is None or not self.ddl.validates or there.proved:
            return NOT_ASKED
        relation = f"only {self.ddl.relation}" if self.ddl.only else self.ddl.relation
        return answered(db, rows_where(relation, there.table, f"not ({self.ddl.expression})"), "rows that break it")

    def plan(self, seen: Seen) -> list[Change]:
        there = seen.there
        texts = Unproven(self.ddl, self.mark, there.name)
        if there.found and not there.same:
            return [texts.different(there.found)]
        changes = texts.changes(ADDING, VALIDATING, there.found)
        changed_in = self.preceding.changes_rows(self.ddl.schema, self.ddl.table)
        return faced(changes, self._broken(seen), seen.violators, changed_in)

    def _broken(self, seen: Seen) -> tuple[Finding, ...]:
        rows = seen.violators.rows
        where = f"{key_words(seen.there.table)} {listed(rows)}"
        message = f"{self.ddl.relation}: {counted(rows)} breaking {seen.there.name} ({self.ddl.expression}): {where}"
        remedy = "mend these rows first; how is a person's decision"
        return in_the_way(f"add_check:{seen.there.name}:rows", self.ddl.relation, message, remedy, rows)
