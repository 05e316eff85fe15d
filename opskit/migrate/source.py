"""Migrations, wherever they are written: a folder is one of SQL migrations, a file alembic.ini a project of Alembic
(opskit.toml's `[migrations] source` is held to that)."""

from __future__ import annotations

from pathlib import Path

from opskit.migrate import sql_folder
from opskit.migrate.alembic import loading
from opskit.migrate.migration import Migration
from opskit.migrate.parser import Parsed, parse

ALEMBIC_SUFFIX = ".ini"


def load(path: Path) -> list[Migration]:
    """In their order. InvalidFile when they are not in order; MissingExtra for Alembic's where it is not installed."""
    return loading.load(path) if path.suffix == ALEMBIC_SUFFIX else sql_folder.load(path)


def written(path: Path) -> list[tuple[Path, list[Parsed]]]:
    """The statements of a file of SQL; of alembic.ini those that each revision writes, with the revision's file, whose
    lines they have. A revision that cannot be rendered has none: the rule not-renderable speaks of it."""
    if path.suffix == ALEMBIC_SUFFIX:
        return loading.written(path)
    return [(path, parse(sql_folder.decode(path), path))]
