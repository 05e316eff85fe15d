"""A migration: one revision with its statements, wherever it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opskit.migrate.ddl import Ddl


@dataclass(frozen=True)
class Migration:
    """`down` is empty when no down.sql was written; its undo is then derived statement by statement. `checksum` is the
    SHA-256 of up.sql's bytes."""

    revision: str
    slug: str
    path: Path
    up: tuple[Ddl, ...]
    down_sql: str
    checksum: str
    revises: str = ""


def checksum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def after(migrations: Sequence[Migration], revision: str) -> Sequence[Migration]:
    """The migrations that follow `revision` in their order."""
    names = [migration.revision for migration in migrations]
    return migrations[names.index(revision) + 1 :] if revision in names else migrations


def up_to(migrations: Sequence[Migration], revision: str) -> Sequence[Migration]:
    names = [migration.revision for migration in migrations]
    return migrations[: names.index(revision) + 1]
