"""The rows that a statement of a way back destroys: what to ask for before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.identifier import ident, qualified
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed, deparse_expression
from opskit.value import Value

# What holds rows that cannot be had again: a materialized view is refreshed, a foreign table is another server's.
TABLE, SCHEMA = "OBJECT_TABLE", "OBJECT_SCHEMA"


class LostRows(Value):
    """Of `relation` (a quoted name as written; `schema` where all tables of a schema go): all columns, or its key and
    `column`; those rows for which `where` holds, an expression over its columns, else all."""

    relation: str = ""
    schema: str = ""
    column: str = ""
    where: str = ""


def lost_rows(parsed: Parsed) -> Iterator[LostRows]:
    node = parsed.node
    if parsed.kind == "drop_stmt":
        yield from _dropped(parsed)
    elif parsed.kind == "alter_table_stmt":
        table = qualified(node.relation.schemaname, node.relation.relname)
        for command in (each.alter_table_cmd for each in node.cmds):
            if enum_word(command, "subtype") == "AT_DropColumn":
                yield LostRows(table, column=ident(command.name))
    elif parsed.kind == "truncate_stmt":
        for each in node.relations:
            yield LostRows(qualified(each.range_var.schemaname, each.range_var.relname))
    elif parsed.kind == "delete_stmt":
        yield LostRows(qualified(node.relation.schemaname, node.relation.relname), where=_condition(node))


def _condition(node: object) -> str:
    """Empty, all rows of the table, where the condition names the table, or reads others: more than is lost then."""
    statement: Any = node
    if statement.using_clause or statement.with_clause.ctes or not statement.HasField("where_clause"):
        return ""
    text = deparse_expression(statement.where_clause)
    name = statement.relation.alias.aliasname or statement.relation.relname
    return "" if f"{ident(name)}." in text else text


def _dropped(parsed: Parsed) -> Iterator[LostRows]:
    kind = enum_word(parsed.node, "remove_type")
    for each in parsed.node.objects if kind in (TABLE, SCHEMA) else ():
        if kind == SCHEMA:
            yield LostRows(schema=ident(each.string.sval))
        else:
            yield LostRows(qualified(*(part.string.sval for part in each.list.items)))
