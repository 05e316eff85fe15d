"""A CHECK, added NOT VALID and then validated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from opskit.core.change import Change, Mark
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.migrate.forms.add_check import AddCheck as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.prechecking import (
    NOT_ASKED,
    Answered,
    answered,
    counted,
    in_the_way,
    key_words,
    listed,
    rows_where,
    softened,
)
from opskit.steps.tables import Table, table
from opskit.steps.unproven import Unproven, equal, named, settled_name

ADDING = "ACCESS EXCLUSIVE for an instant: NOT VALID looks at no row"
VALIDATING = "reads and writes go on while the rows are looked at; added as written it would stop both"
AS_WRITTEN_NOT_VALID = "as written: NOT VALID looks at no row"


@dataclass(frozen=True)
class Seen:
    """`found` is the constraint that has the name, `same` whether it is what the statement asks for."""

    table: Table
    name: str
    found: Row | None
    same: bool
    violators: Answered


@dataclass(frozen=True)
class AddCheck:
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} check on {self.ddl.table}"

    def observe(self, db: Reader) -> Seen:
        drops = self.preceding.drops_of(self.ddl.schema, self.ddl.table)
        seen = table(db, self.ddl.relation, named(self.ddl), drops)
        name = settled_name(db, self.ddl, seen, self.preceding)
        found = seen.constraint(name)
        same = found is not None and equal(db, self.ddl, found)
        return Seen(seen, name, found, same, self._violators(db, seen, found))

    def _violators(self, db: Reader, seen: Table, found: Row | None) -> Answered:
        if seen.shape is None or not self.ddl.validates or (found and found["validated"]):
            return NOT_ASKED
        relation = f"only {self.ddl.relation}" if self.ddl.only else self.ddl.relation
        return answered(db, rows_where(relation, seen, f"not ({self.ddl.expression})"), "rows that break it")

    def plan(self, seen: Seen) -> list[Change]:
        texts = Unproven(self.ddl, self.mark, seen.name)
        if seen.found and not seen.same:
            return [texts.different(seen.found)]
        if seen.found and (seen.found["validated"] or not self.ddl.validates):
            return []
        first, *rest = self._changes(texts, seen)
        before = self.preceding.changes_rows(self.ddl.schema, self.ddl.table)
        obstacles, notes = softened(self._broken(seen), before)
        return [replace(first, obstacles=obstacles, notes=(*first.notes, *notes, *seen.violators.notes)), *rest]

    def _changes(self, texts: Unproven, seen: Seen) -> list[Change]:
        if not self.ddl.validates:
            return [texts.as_written(AS_WRITTEN_NOT_VALID)]
        validate = texts.validate(VALIDATING, seen.found)
        return [validate] if seen.found else [texts.add(ADDING), validate]

    def _broken(self, seen: Seen) -> tuple[Finding, ...]:
        rows = seen.violators.rows
        where = f"{key_words(seen.table)} {listed(rows)}"
        message = f"{self.ddl.relation}: {counted(rows)} breaking {seen.name} ({self.ddl.expression}): {where}"
        remedy = "mend these rows first; how is a person's decision"
        return in_the_way(f"add_check:{seen.name}:rows", self.ddl.relation, message, remedy, rows)
