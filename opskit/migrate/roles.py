"""Roles as statements name them."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.nodes import enum_word

_WHO = "select pg_catalog.quote_ident(current_user) as current, pg_catalog.quote_ident(session_user) as session"


def role_name(db: Reader, role: Any) -> str:
    """Of a RoleSpec, quoted. Whoever undoes may be another than who does."""
    word = enum_word(role, "roletype")
    if word == "ROLESPEC_PUBLIC":
        return "PUBLIC"
    if word == "ROLESPEC_CSTRING":
        return ident(role.rolename)
    rows = db.rows(_WHO)
    who = "session" if word == "ROLESPEC_SESSION_USER" else "current"
    return str(rows[0][who]) if rows else f"{who}_user"
