"""What a statement throws away for good: tables, columns, rows."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.identifier import qualified
from opskit.migrate.lost_rows import lost_rows
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed


def thrown_away(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """(what, its name): ("table", "jobs"), ("column", "jobs.title"), ("rows of", "jobs")."""
    for lost in lost_rows(parsed):
        if lost.schema:
            yield "schema", lost.schema
        elif lost.column:
            yield "column", f"{lost.relation}.{lost.column}"
        else:
            yield "table" if parsed.kind == "drop_stmt" else "rows of", lost.relation


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
