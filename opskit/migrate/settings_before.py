"""The settings a role or a database had before ALTER … SET and RESET."""

from __future__ import annotations

from typing import Any

from opskit.catalog.facts import fact
from opskit.core.identifier import ident, literal
from opskit.core.step import Reader, Row
from opskit.migrate.undo import Undo


def as_set(db: Reader, altered: str, setting: Any, role: str | None, database: str | None) -> Undo:
    """`altered` is the statement up to SET; `setting` a VariableSetStmt; without a name it resets all."""
    rows = db.rows(fact("undo_settings"), role=role, database=database)
    wanted = [row for row in rows if setting.name.lower() in ("", row["name"])]
    if wanted or not setting.name:
        return Undo(tuple(f"{altered} SET {_name(row['name'])} TO {_value(row)}" for row in wanted))
    return Undo((f"{altered} RESET {_name(setting.name)}",))


def _name(setting: str) -> str:
    """That of an extension has a dot."""
    return ".".join(ident(part) for part in setting.split("."))


def _value(row: Row) -> str:
    """A list is quoted in the catalog as it is to be said; an empty one is not."""
    return str(row["value"]) if row["list"] and row["value"] else literal(row["value"])
