"""Alembic's table of heads, where a database has none yet: as Alembic would make it."""

from __future__ import annotations

from opskit.core.change import Change, Irreversible, Statement
from opskit.core.step import Reader
from opskit.migrate.alembic.version import VersionTable
from opskit.steps import observing
from opskit.value import Value


class CreateAlembicVersion(Value):
    """It comes before the first revision and stays when that goes back, as it does with Alembic."""

    table: VersionTable

    @property
    def name(self) -> str:
        return self.table.name

    def observe(self, db: Reader) -> bool:
        return bool(observing.relation_kind(db, self.table.name))

    def plan(self, seen: bool) -> list[Change]:
        if seen:
            return []
        return [Change(f"create {self.name}", Statement(self.table.create_sql), Irreversible("stays, as with Alembic"))]
