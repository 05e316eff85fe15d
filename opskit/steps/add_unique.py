"""A unique constraint: its index is built CONCURRENTLY, then the constraint takes the index over, which holds ACCESS
EXCLUSIVE for an instant instead of for the whole build."""

from __future__ import annotations

from dataclasses import dataclass, replace

from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.forms.add_unique import AddUnique as Ddl
from opskit.steps.create_index import CreateIndex, Seen


@dataclass(frozen=True)
class AddUnique:
    ddl: Ddl
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} unique constraint {self.ddl.name}"

    @property
    def _index(self) -> CreateIndex:
        return CreateIndex(self.ddl.index, self.mark)

    def observe(self, db: Reader) -> Seen:
        return self._index.observe(db)

    def plan(self, seen: Seen) -> list[Change]:
        if seen.table_kind == "p":
            return [self._as_written()] if seen.index is None else []
        builds = self._index.plan(seen)
        if not builds and seen.index is not None and seen.index["constraint_name"] == self.ddl.name:
            return []
        return [*builds, self._attach(found=not builds)]

    def _attach(self, found: bool) -> Change:
        """`found`: the index was there before as an index of its own, so the way back leaves it there."""
        rebuild = (Statement(self.ddl.index.safe_sql, transactional=False),) if found else ()
        return Change(
            f"add constraint {self.ddl.name} over its index",
            Statement(self.ddl.attach_sql),
            (self._drop(), *rebuild),
            mark=replace(self.mark, part=self.mark.part + 1),
            notes=("ACCESS EXCLUSIVE for an instant: the index is there already",),
        )

    def _as_written(self) -> Change:
        return Change(
            f"add constraint {self.ddl.name} on a partitioned table",
            Statement(self.ddl.sql),
            (self._drop(),),
            mark=self.mark,
            notes=("as written: reads and writes wait until its indexes are built",),
        )

    def _drop(self) -> Statement:
        return Statement(f"ALTER TABLE {self.ddl.relation} DROP CONSTRAINT IF EXISTS {ident(self.ddl.name)}")
