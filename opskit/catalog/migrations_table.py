"""The table [migrations] of opskit.toml: a folder of SQL, or an alembic.ini."""

from __future__ import annotations

from pathlib import Path

import msgspec

from opskit.catalog import toml_file
from opskit.errors import Fault


class Migrations(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str
    source: str = "sql"


def source_faults(given: Migrations, home: Path) -> list[Fault]:
    """The path tells the two sources apart (see migrate/source), so it has to fit."""
    if given.source not in ("sql", "alembic"):
        text = f"migrations.source {given.source!r} is not known; sql and alembic are"
        return [Fault(home, toml_file.line_of(home, "source"), text)]
    if (Path(given.path).suffix == ".ini") != (given.source == "alembic"):
        text = "Alembic's path is its alembic.ini, that of SQL migrations a folder"
        return [Fault(home, toml_file.line_of(home, "path"), f"migrations.path {given.path!r} does not fit: {text}")]
    return []
