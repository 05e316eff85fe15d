"""A migration: one revision with its statements, wherever it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from opskit.errors import Fault
from opskit.migrate.alembic.version import VersionTable
from opskit.migrate.ddl import Ddl
from opskit.value import Value


class Lineage(Value):
    """Where a revision of a branching history stands: what it revises, what it needs besides, and the table in which
    the database keeps its heads."""

    revises: tuple[str, ...]
    depends_on: tuple[str, ...]
    versions: VersionTable


class Migration(Value):
    """`down_sql` is empty when no way back was written, and `down_fault` then says why, where that is known; its undo
    is derived statement by statement. `path` is the folder of an SQL migration, the file of an Alembic revision;
    `checksum` the SHA-256 of the bytes of up.sql, or of that file. `unrenderable` is why its statements are not known:
    `up` is then empty, and it can be known as applied but not be planned."""

    revision: str
    slug: str
    path: Path
    up: tuple[Ddl, ...]
    down_sql: str
    checksum: str
    revises: str = ""
    lineage: Lineage | None = None
    down_fault: Fault | None = None
    unrenderable: Fault | None = None

    @property
    def file(self) -> Path:
        """The file that holds its statements."""
        return self.path / "up.sql" if self.lineage is None else self.path

    @property
    def needs(self) -> tuple[str, ...]:
        return (*self.lineage.revises, *self.lineage.depends_on) if self.lineage else ()


def checksum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def after(migrations: Sequence[Migration], revision: str) -> Sequence[Migration]:
    """The migrations that follow `revision` in their order."""
    names = [migration.revision for migration in migrations]
    return migrations[names.index(revision) + 1 :] if revision in names else migrations
