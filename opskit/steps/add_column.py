"""A column whose values differ from row to row: added empty, which is free, given its default, filled in small batches,
made NOT NULL, and only then constrained. As written it would rewrite the table while reads and writes wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Change, Loss, Mark, Statement
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader, Row, Step
from opskit.migrate.catalog_world import asked_volatility
from opskit.migrate.constraint_form import columns_named
from opskit.migrate.forms.add_check import AddCheck
from opskit.migrate.forms.add_column import AddColumn as Ddl
from opskit.migrate.parser import parse_expression
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import observing, set_not_null
from opskit.steps.backfill import backfill_sql
from opskit.steps.beside_column import constraint_steps
from opskit.steps.column_sequence import ColumnSequence, sequence_of, tried_names
from opskit.steps.set_not_null import SetNotNull
from opskit.steps.tables import Table, table
from opskit.value import Value, replace

# Parts of a statement, beside those of its sequence. What is written beside the column comes after them.
ADD, DEFAULT, FILL, NOT_NULL, BESIDE = 0, 4, 5, 6, 20
FREE = "ACCESS EXCLUSIVE for an instant: one value serves all rows, none is written"
EMPTY = "ACCESS EXCLUSIVE for an instant: empty, so no row is written; with its default it would rewrite the table"
NEW_ROWS = "ACCESS EXCLUSIVE for an instant: rows written from here on have it"
FILLING = "in batches, each a transaction of its own; a row that somebody holds is left for the next round"
TRIGGERS = "for each row these UPDATE triggers fire: "


class Seen(Value):
    """`volatile` says that the default differs from row to row; `recorded` are the rows of the record of this statement
    by their part; `leaves` the quoted names of the tables that hold the rows."""

    table: Table
    volatile: bool
    recorded: Mapping[int, Row]
    leaves: Sequence[str]
    sequence: ColumnSequence
    not_null: set_not_null.Seen
    beside: Sequence[Any]


class AddColumn(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} column {self.ddl.table}.{self.ddl.column}"

    @property
    def _not_null(self) -> SetNotNull:
        return SetNotNull(self.ddl.filled, self._part(NOT_NULL), self.preceding)

    @property
    def _beside(self) -> list[Step[Any]]:
        return constraint_steps(self.ddl, self._part(BESIDE), self.preceding)

    def observe(self, db: Reader) -> Seen:
        relation = self.ddl.relation
        seen = table(db, relation)
        rows = observing.statements(db, self.mark.revision)
        recorded = {row["part"] - self.mark.part: row for row in rows if row["ordinal"] == self.mark.ordinal}
        leaves = [qualified(row["schema"], row["name"]) for row in db.rows(fact("table_leaves"), relation=relation)]
        taken = db.rows(fact("taken_names"), relation=relation, names=tried_names(self.ddl))
        sequence = sequence_of(self.ddl, self.mark, seen, taken, recorded)
        beside = [step.observe(db) for step in self._beside]
        # A plain table goes by the name it is written with, like in every other statement.
        leaves = leaves if seen.heirs else [relation]
        return Seen(seen, self._is_volatile(db), recorded, leaves, sequence, self._not_null.observe(db), beside)

    def _is_volatile(self, db: Reader) -> bool:
        """What calls a function that the plan itself makes is taken to be."""
        if self.ddl.serial or self.ddl.identity_sql:
            return True
        default = self.ddl.default
        if not default:
            return False
        return self.preceding.makes_functions or asked_volatility(db, [default]).get(default, "v") == "v"

    def plan(self, seen: Seen) -> list[Change]:
        there = self.ddl.column in seen.table.columns
        if there and self.ddl.if_not_exists and not self._begun(seen):
            return []
        beside = [change for step, each in zip(self._beside, seen.beside, strict=True) for change in step.plan(each)]
        own = self._filled_in(seen, there) if seen.volatile else self._free(there)
        changes = [*own, *beside]
        if there:
            return changes if self._is_filled(seen) else [_once_filled(change) for change in changes]
        # What drops the column drops all that comes after it, but for a CHECK that does not speak of it.
        outlive = {change.mark for change in self._outliving(seen)}
        return [changes[0], *(each if each.mark in outlive else replace(each, undo=()) for each in changes[1:])]

    def _outliving(self, seen: Seen) -> Iterator[Change]:
        for ddl, step, below in zip(self.ddl.constraints, self._beside, seen.beside, strict=True):
            if isinstance(ddl, AddCheck) and self.ddl.column not in columns_named(parse_expression(ddl.expression)):
                yield from step.plan(below)

    def _free(self, there: bool) -> list[Change]:
        return [] if there else [self._added(self.ddl.free_sql, FREE)]

    def _begun(self, seen: Seen) -> bool:
        return ADD in seen.recorded and seen.recorded[ADD]["state"] in ("intent", "done")

    def _added(self, sql: str, note: str, *debris: Statement) -> Change:
        """`debris` is what dropping the column leaves."""
        undo = (Statement(self.ddl.drop_sql), *debris)
        text = f"add column {self.ddl.column} to {self.ddl.table}"
        return Change(text, Statement(sql), undo, Loss.NEW_DATA, self._part(ADD), notes=(note,))

    def _filled_in(self, seen: Seen, found: bool) -> list[Change]:
        row = seen.table.columns.get(self.ddl.column)
        if row and row["identity"]:
            return []
        numbered = self.ddl.serial or self.ddl.identity_sql
        debris = (seen.sequence.drop(),) if numbered else ()
        changes = [] if found else [self._added(self.ddl.bare_sql, EMPTY, *debris)]
        if not row or not row["default_expression"]:
            changes += seen.sequence.made() if numbered else []
            changes.append(self._default(seen.sequence.default if numbered else self.ddl.default))
        if not self._is_filled(seen):
            changes.append(self._backfill(seen))
        if self.ddl.not_null:
            changes += self._not_null.plan(seen.not_null)
        return [*changes, seen.sequence.identity()] if self.ddl.identity_sql else changes

    def _default(self, default: str) -> Change:
        alter = f"ALTER TABLE {self.ddl.target} ALTER COLUMN {ident(self.ddl.column)}"
        undo = (Statement(f"{alter} DROP DEFAULT"),)
        do = Statement(f"{alter} SET DEFAULT {default}")
        return Change(f"give {self.ddl.column} its default", do, undo, mark=self._part(DEFAULT), notes=(NEW_ROWS,))

    def _backfill(self, seen: Seen) -> Change:
        """Its way back is that of the column."""
        block = backfill_sql(self.ddl.relation, self.ddl.column, seen.leaves or [self.ddl.relation])
        triggers = seen.table.shape["update_triggers"] if seen.table.shape else ()
        notes = (FILLING, TRIGGERS + ", ".join(triggers)) if triggers else (FILLING,)
        text = f"fill {self.ddl.column} of {self.ddl.table} in batches"
        return Change(text, Statement(block, transactional=False), (), mark=self._part(FILL), notes=notes)

    def _is_filled(self, seen: Seen) -> bool:
        """By the record, if it is that of the column as it is there now; NOT NULL says it too."""
        if self.ddl.column not in seen.table.columns:
            return False
        added, filled = seen.recorded.get(ADD), seen.recorded.get(FILL)
        if filled and filled["state"] == "done" and (not added or added["started_at"] <= filled["started_at"]):
            return True
        return self.ddl.not_null and seen.table.not_null(self.ddl.column)

    def _part(self, place: int) -> Mark:
        return replace(self.mark, part=self.mark.part + place)


def _once_filled(change: Change) -> Change:
    """What the rows are before they are filled stands in nobody's way."""
    of_rows = (":nulls", ":rows", ":orphans")
    return replace(change, obstacles=tuple(each for each in change.obstacles if not each.key.endswith(of_rows)))
