"""A privilege as the fact undo_privileges has it, given and taken away."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import ident
from opskit.core.step import Row


def granted(row: Row) -> list[str]:
    """By who granted it: that is the owner where nobody else is named."""
    said = f"GRANT {_on(row, row['privilege'])} TO {row['grantee']}" + " WITH GRANT OPTION" * bool(row["grantable"])
    if row["grantor"] == row["owner"]:
        return [said]
    return [f"SET ROLE {row['grantor']}", said, "RESET ROLE"]


def revoked(row: Row, grantee: str, privilege: str = "ALL", option: str = "") -> str:
    """`option` is "GRANT OPTION FOR " where only that is taken away."""
    return f"REVOKE {option}{_on(row, privilege)} FROM {grantee}"


def columns_of(nodes: Any) -> tuple[str, ...]:
    """Of an AccessPriv, quoted as the fact has them."""
    return tuple(ident(each.string.sval) for each in nodes)


def _on(row: Row, privilege: str) -> str:
    columns = f" ({row['column']})" if row["column"] else ""
    return f"{privilege}{columns} ON {row['target']}"
