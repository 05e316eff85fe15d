"""What a statement throws away for good: tables, columns, rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed

# What holds rows that cannot be had again: a materialized view is refreshed, a foreign table is another server's.
_HOLD_ROWS = {"OBJECT_TABLE": "table", "OBJECT_SCHEMA": "schema"}


def thrown_away(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """(what, its name): ("table", "jobs"), ("column", "jobs.title"), ("rows of", "jobs")."""
    node = parsed.node
    if parsed.kind == "drop_stmt":
        kind = _HOLD_ROWS.get(enum_word(node, "remove_type"), "")
        yield from ((kind, _dotted(each)) for each in node.objects if kind)
    elif parsed.kind == "alter_table_stmt":
        table = qualified(node.relation.schemaname, node.relation.relname)
        for command in (each.alter_table_cmd for each in node.cmds):
            if enum_word(command, "subtype") == "AT_DropColumn":
                yield "column", f"{table}.{qualified(command.name)}"
    elif parsed.kind == "truncate_stmt":
        yield from (
            ("rows of", qualified(each.range_var.schemaname, each.range_var.relname)) for each in node.relations
        )
    elif parsed.kind == "delete_stmt":
        yield "rows of", qualified(node.relation.schemaname, node.relation.relname)


def brought_in(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Tables and columns a statement makes, named as thrown_away names them."""
    node = parsed.node
    if parsed.kind in ("create_stmt", "create_table_as_stmt"):
        relation = node.relation if parsed.kind == "create_stmt" else node.into.rel
        yield "table", qualified(relation.schemaname, relation.relname)
    elif parsed.kind == "create_schema_stmt":
        yield "schema", qualified(node.schemaname)
    elif parsed.kind == "alter_table_stmt":
        table = qualified(node.relation.schemaname, node.relation.relname)
        for command in (each.alter_table_cmd for each in node.cmds):
            if enum_word(command, "subtype") == "AT_AddColumn":
                yield "column", f"{table}.{qualified(getattr(command, 'def').column_def.colname)}"


def _dotted(named: Any) -> str:
    """DROP SCHEMA names a string, the others a list."""
    if named.HasField("list"):
        return qualified(*(part.string.sval for part in named.list.items))
    return qualified(named.string.sval)
