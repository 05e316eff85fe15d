"""CREATE SCHEMA, with what it makes inside."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.created import made
from opskit.migrate.ddl import Clause
from opskit.migrate.parser import deparse, parse
from opskit.migrate.undo import Undo, together, undo_of

# The field that names what an element makes; a grant goes with what it is on.
_MAKES = {"create_stmt": "relation", "view_stmt": "view", "create_seq_stmt": "sequence"}


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    name = node.schemaname or node.authrole.rolename
    schema = made(db, "schema", name, "SCHEMA", unless_there=node.if_not_exists)
    if not schema.statements:
        return schema
    elements = [_element(each, name, db) for each in node.schema_elts if each.WhichOneof("node") in _MAKES]
    return together([schema, *elements])


def _element(element: Any, schema: str, db: Reader) -> Undo | Irreversible:
    """Its index and its triggers go with a table."""
    kind = element.WhichOneof("node")
    node = type(getattr(element, kind))()
    node.CopyFrom(getattr(element, kind))
    getattr(node, _MAKES[kind]).schemaname = schema
    return undo_of(parse(deparse(kind, node))[0], db)
