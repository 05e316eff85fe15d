"""A unique constraint: its index is built CONCURRENTLY, then the constraint takes the index over, which holds ACCESS
EXCLUSIVE for an instant instead of for the whole build."""

from __future__ import annotations

from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.add_unique import AddUnique as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.create_index import CreateIndex, Seen
from opskit.value import Value, replace

OVER_INDEX = "ACCESS EXCLUSIVE for an instant: the index is there already"


class AddUnique(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} unique constraint {self.ddl.name}"

    @property
    def _index(self) -> CreateIndex:
        return CreateIndex(self.ddl.index, self.mark, self.preceding)

    def observe(self, db: Reader) -> Seen:
        return self._index.observe(db)

    def plan(self, seen: Seen) -> list[Change]:
        if seen.table_kind == "p":
            return [self._as_written(seen)] if seen.index is None else []
        builds = self._index.plan(seen)
        if not builds and seen.index is not None and seen.index["constraint_name"] == self.ddl.name:
            return []
        mark = replace(self.mark, part=self.mark.part + 1)
        return [*builds, over_index(self.ddl, f"add constraint {self.ddl.name}", mark, OVER_INDEX, found=not builds)]

    def _as_written(self, seen: Seen) -> Change:
        obstacles, notes = self._index.doubled(seen)
        return Change(
            f"add constraint {self.ddl.name} on a partitioned table",
            Statement(self.ddl.sql),
            (dropped(self.ddl),),
            mark=self.mark,
            obstacles=obstacles,
            notes=("as written: reads and writes wait until its indexes are built", *notes),
        )


def over_index(ddl: Ddl | AddPrimaryKey, summary: str, mark: Mark, note: str, found: bool) -> Change:
    """`found`: the index was there before as an index of its own, so the way back leaves it there."""
    rebuild = (Statement(ddl.index.safe_sql, transactional=False),) if found else ()
    undo = (dropped(ddl), *rebuild)
    return Change(f"{summary} over its index", Statement(ddl.attach_sql), undo, mark=mark, notes=(note,))


def dropped(ddl: Ddl | AddPrimaryKey) -> Statement:
    return Statement(f"ALTER TABLE {ddl.relation} DROP CONSTRAINT IF EXISTS {ident(ddl.name)}")
