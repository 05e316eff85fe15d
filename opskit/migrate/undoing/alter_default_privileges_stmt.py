"""ALTER DEFAULT PRIVILEGES: what is made from now on; what was made since keeps what it got."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.granting import asked, taken_back
from opskit.migrate.named import kind_of
from opskit.migrate.roles import role_name
from opskit.migrate.undo import LATER, Undo

# defaclobjtype, and what GRANT calls them there.
_KINDS = {
    "table": ("r", "TABLES"),
    "sequence": ("S", "SEQUENCES"),
    "function": ("f", "FUNCTIONS"),
    "type": ("T", "TYPES"),
    "schema": ("n", "SCHEMAS"),
    "largeobject": ("L", "LARGE OBJECTS"),
}


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    action = clause.node.action
    code, word = _KINDS[kind_of(action, "objtype")]
    roles, schemas = _said(clause.node, "roles"), _said(clause.node, "schemas")
    names = [role_name(db, each.role_spec) for each in roles]
    bare = [each[1:-1].replace('""', '"') if each.startswith('"') else each for each in names]
    rows = db.rows(fact("undo_default_privileges"), roles=bare, schemas=[e.string.sval for e in schemas], kind=code)
    if not rows:
        return LATER
    wanted = asked(db, action)
    statements: list[str] = []
    for (role, schema), own in groupby(rows, key=lambda row: (row["role"], row["schema"])):
        place = f"ALTER DEFAULT PRIVILEGES FOR ROLE {role}" + (f" IN SCHEMA {schema}" if schema else "")
        statements += [f"{place} {sql}" for sql in taken_back(wanted, [_as_of_an_object(row, word) for row in own])]
    return Undo(tuple(statements))


def _said(node: Any, option: str) -> list[Any]:
    return [
        item
        for each in node.options
        if each.def_elem.defname == option
        for item in each.def_elem.arg.list.items
    ]  # fmt: skip


def _as_of_an_object(row: Row, word: str) -> Row:
    """As undo_privileges would have it. The owner is nobody: the maker's own privileges can be taken, too."""
    return {**row, "target": word, "column": "", "owner": "", "grantor": ""}
