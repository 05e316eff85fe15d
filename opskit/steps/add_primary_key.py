"""A primary key: its columns are made NOT NULL and its unique index is built while reads and writes go on, then the
constraint takes the index over, which holds ACCESS EXCLUSIVE for an instant."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.migrate.forms.add_primary_key import AddPrimaryKey as Ddl
from opskit.migrate.forms.set_not_null import SetNotNull as NotNull
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import create_index, observing, set_not_null
from opskit.steps.add_unique import dropped, over_index
from opskit.steps.create_index import CreateIndex
from opskit.steps.set_not_null import SetNotNull
from opskit.steps.tables import Table, table
from opskit.value import Value, replace

# Parts of a statement: four for each column to be made NOT NULL, the index, the constraint.
FOR_A_COLUMN = 4
INDEX = 200
PARTITIONED = "as written: an index of its partitions cannot become a primary key; reads and writes wait"
ONLY_PARENT = "as written: ONLY the parent of other tables"
TAKING_OVER = "ACCESS EXCLUSIVE for an instant: its columns are NOT NULL and its index is there already"


class Seen(Value):
    """`columns`: what the step of each column's NOT NULL has seen."""

    table: Table
    columns: Mapping[str, set_not_null.Seen]
    index: create_index.Seen


class AddPrimaryKey(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} primary key {self.ddl.name}"

    @property
    def _index(self) -> CreateIndex:
        return CreateIndex(self.ddl.index, self._part(INDEX), self.preceding)

    def observe(self, db: Reader) -> Seen:
        drops = self.preceding.drops_of(self.ddl.schema, self.ddl.table)
        seen = table(db, self.ddl.relation, drops=drops)
        columns = {column: self._not_null(column).observe(db) for column in self.ddl.columns}
        index = self._index.observe(db) if seen.has(self.ddl.columns) else self._index_alone(db, seen)
        if index.index is not None and index.index["constraint_name"] in seen.gone:
            index = replace(index, index=None)  # it goes with its constraint
        return Seen(seen, columns, index)

    def _index_alone(self, db: Reader, seen: Table) -> create_index.Seen:
        """Without a look at the rows, which have no such columns yet."""
        kind = str(seen.shape["kind"]) if seen.shape else ""
        return create_index.Seen(observing.index(db, self._index.target), kind)

    def plan(self, seen: Seen) -> list[Change]:
        there = next((row for row in seen.table.constraints if row["here"] and row["kind"] == "p"), None)
        if there and (there["name"], tuple(seen.table.primary_key)) == (self.ddl.name, self.ddl.columns):
            return self._filled(seen)
        if there:
            text = f"{self.ddl.relation} has a primary key already: {there['name']} {there['definition']}"
            finding = Finding(f"add_primary_key:{self.ddl.name}", Severity.CRITICAL, self.ddl.relation, text)
            return [replace(self._as_written("", seen), obstacles=(finding,))]
        note = self._why_as_written(seen)
        if note:
            obstacles, notes = self._index.doubled(seen.index)
            change = self._as_written(note, seen)
            return [replace(change, obstacles=obstacles, notes=(*change.notes, *notes))]
        builds = self._index.plan(seen.index)
        mark, summary = self._part(INDEX + 1), f"add primary key {self.ddl.name}"
        return [*self._filled(seen), *builds, over_index(self.ddl, summary, mark, TAKING_OVER, found=not builds)]

    def _why_as_written(self, seen: Seen) -> str:
        if seen.table.partitioned:
            return PARTITIONED
        return ONLY_PARENT if self.ddl.only and seen.table.heirs else ""

    def _filled(self, seen: Seen) -> list[Change]:
        """A primary key makes its columns NOT NULL itself, but with a scan that stops reads and writes."""
        return [change for column in self.ddl.columns for change in self._not_null(column).plan(seen.columns[column])]

    def _not_null(self, column: str) -> SetNotNull:
        place = FOR_A_COLUMN * self.ddl.columns.index(column)
        ddl = NotNull(self.ddl.source, self.ddl.schema, self.ddl.table, column, self.ddl.only)
        return SetNotNull(ddl, self._part(place), self.preceding)

    def _as_written(self, note: str, seen: Seen) -> Change:
        """The way back also lets go of the NOT NULL that a primary key leaves behind."""
        alter = f"ALTER TABLE {self.ddl.relation}"
        nullable = [column for column in self.ddl.columns if seen.table.columns and not seen.table.not_null(column)]
        unset = (Statement(f"{alter} ALTER COLUMN {ident(column)} DROP NOT NULL") for column in nullable)
        undo = (dropped(self.ddl), *unset)
        notes = (note,) if note else ()
        return Change(f"add primary key {self.ddl.name}", Statement(self.ddl.sql), undo, mark=self.mark, notes=notes)

    def _part(self, place: int) -> Mark:
        return replace(self.mark, part=self.mark.part + place)
