"""A column that is NOT NULL, without a scan under ACCESS EXCLUSIVE: up to 17 SET NOT NULL believes a CHECK that was
validated while writes went on; from 18 on NOT NULL itself can be added NOT VALID and validated."""

from __future__ import annotations

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.column_before import family_of
from opskit.migrate.forms.set_not_null import SetNotNull as Ddl
from opskit.migrate.naming import chosen
from opskit.migrate.not_null_before import waived
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.migrate.undo import Undo
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
from opskit.steps.tables import Table, table
from opskit.steps.way_back import way_back
from opskit.value import Value, replace

# From this major version on a NOT NULL is a constraint that can be NOT VALID.
VALIDATES_ITSELF = 18
INSTANT = "ACCESS EXCLUSIVE for an instant: no row is looked at"
VALIDATING = "reads and writes go on while the rows are looked at; SET NOT NULL as written would stop both"
PROVEN = "a validated CHECK proves it: ACCESS EXCLUSIVE for an instant, no row is looked at"
ONLY_PARENT = "as written: ONLY the parent, so no validated constraint can cover it"


class Seen(Value):
    """`waived` makes it nullable again where it was, of a table that has partitions or children; empty of others."""

    table: Table
    nulls: Answered
    waived: tuple[str, ...] = ()


class SetNotNull(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} not null {self.ddl.table}.{self.ddl.column}"

    def observe(self, db: Reader) -> Seen:
        drops = self.preceding.drops_of(self.ddl.schema, self.ddl.table)
        seen = table(db, self.ddl.relation, drops=drops)
        if seen.not_null(self.ddl.column) or not seen.has([self.ddl.column]):
            return Seen(seen, NOT_ASKED)
        relation = f"only {self.ddl.relation}" if self.ddl.only else self.ddl.relation
        query = rows_where(relation, seen, f"t.{ident(self.ddl.column)} is null")
        return Seen(seen, answered(db, query, "NULLs"), self._waived(db, seen))

    def _waived(self, db: Reader, seen: Table) -> tuple[str, ...]:
        """Up to 17 what inherits loses its own NOT NULL with that of its parent."""
        if self.ddl.only or not seen.heirs or seen.major >= VALIDATES_ITSELF:
            return ()
        return tuple(waived(family_of(db, self.ddl.relation, self.ddl.column)))

    def plan(self, seen: Seen) -> list[Change]:
        place = (self.ddl.schema, self.ddl.table)
        if seen.table.not_null(self.ddl.column) or self.preceding.not_null(*place, self.ddl.column):
            return self._tidied(seen)
        return faced(self._changes(seen), self._nulls(seen), seen.nulls, self.preceding.changes_rows(*place))

    def _tidied(self, seen: Seen) -> list[Change]:
        """What a run that was cut short leaves behind it."""
        check = seen.table.constraint(self._check)
        return [self._drop_check(kept=True)] if check else []

    def _changes(self, seen: Seen) -> list[Change]:
        place = (self.ddl.schema, self.ddl.table)
        if self.ddl.only and seen.table.heirs:
            return [self._set(seen, ONLY_PARENT)]
        if self.preceding.proves(*place, self.ddl.column) or seen.table.proves(self.ddl.column, self._check):
            return [self._set(seen, PROVEN)]
        return self._by_itself(seen) if seen.table.major >= VALIDATES_ITSELF else self._by_check(seen)

    def _by_check(self, seen: Seen) -> list[Change]:
        check = seen.table.constraint(self._check)
        add = Change(
            f"add a NOT VALID check that {self.ddl.column} is not null", Statement(self._add_check_sql),
            (Statement(f"{self._alter} DROP CONSTRAINT IF EXISTS {ident(self._check)}"),),
            mark=self._part(0), notes=(INSTANT,),
        )  # fmt: skip
        validate = Change(
            "validate it", Statement(f"{self._alter} VALIDATE CONSTRAINT {ident(self._check)}"), (),
            mark=self._part(1), notes=(VALIDATING,),
        )  # fmt: skip
        before = [] if check and check["validated"] else [validate] if check else [add, validate]
        return [
            *before,
            self._set(seen, "the CHECK proves it: no row is looked at"),
            self._drop_check(kept=bool(check)),
        ]

    def _by_itself(self, seen: Seen) -> list[Change]:
        row = seen.table.columns.get(self.ddl.column)
        found = str(row["not_null_constraint"]) if row else ""
        name = ident(found or chosen(self.ddl.table, [self.ddl.column], "not_null"))
        add_sql = Statement(f"{self._alter} ADD CONSTRAINT {name} NOT NULL {ident(self.ddl.column)} NOT VALID")
        add = Change(
            f"add NOT NULL to {self.ddl.column}, NOT VALID", add_sql, (self._unset,),
            mark=self._part(0), notes=(INSTANT,),
        )  # fmt: skip
        validate = Change(
            "validate it", Statement(f"{self._alter} VALIDATE CONSTRAINT {name}"),
            (self._unset, add_sql) if found else (), mark=self._part(1), notes=(VALIDATING,),
        )  # fmt: skip
        return [validate] if found else [add, validate]

    def _set(self, seen: Seen, note: str) -> Change:
        summary = f"set {self.ddl.column} of {self.ddl.table} not null"
        undo = way_back(Undo(seen.waived)) if seen.waived else (self._unset,)
        return Change(summary, Statement(self.ddl.sql), undo, mark=self._part(2), notes=(note,))

    def _drop_check(self, kept: bool) -> Change:
        """`kept`: it was there before, so the way back puts it there again."""
        drop = f"{self._alter} DROP CONSTRAINT {ident(self._check)}"
        undo = (Statement(self._add_check_sql),) if kept else ()
        return Change("drop the check again", Statement(drop), undo, mark=self._part(3), notes=(INSTANT,))

    def _nulls(self, seen: Seen) -> tuple[Finding, ...]:
        rows = seen.nulls.rows
        where = f"{key_words(seen.table)} {listed(rows)}"
        message = f"{self.ddl.relation}: {counted(rows)} with NULL in {self.ddl.column}: {where}"
        remedy = f"fill {self.ddl.column} first; with what is a person's decision"
        key = f"set_not_null:{self.ddl.table}.{self.ddl.column}:nulls"
        return in_the_way(key, self.ddl.relation, message, remedy, rows)

    @property
    def _alter(self) -> str:
        return f"ALTER TABLE {self.ddl.target}"

    @property
    def _check(self) -> str:
        """The name of the passing constraint, the same in every run."""
        return chosen(self.ddl.table, [self.ddl.column], "opskit_not_null")

    @property
    def _add_check_sql(self) -> str:
        condition = f"{ident(self.ddl.column)} IS NOT NULL"
        return f"{self._alter} ADD CONSTRAINT {ident(self._check)} CHECK ({condition}) NOT VALID"

    @property
    def _unset(self) -> Statement:
        return Statement(f"{self._alter} ALTER COLUMN {ident(self.ddl.column)} DROP NOT NULL")

    def _part(self, place: int) -> Mark:
        return replace(self.mark, part=self.mark.part + place)
