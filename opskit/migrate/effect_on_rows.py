"""What a statement that runs as written makes, fills or changes, as far as its text says. A table is (schema, name)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.migrate.parser import Parsed, clauses, enum_word, is_serial

Table = tuple[str, str]

_ROWS_OF = {"insert_stmt": "relation", "update_stmt": "relation", "delete_stmt": "relation", "merge_stmt": "relation"}
_ANY_ROWS = ("do_stmt", "call_stmt", "select_stmt", "copy_stmt", "truncate_stmt", "execute_stmt", "deep_stmt")
_FILLED = ("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY")


def made_tables(parsed: Parsed) -> Iterator[Table]:
    if parsed.kind == "create_stmt":
        yield _named(parsed.node.relation)
    elif parsed.kind == "create_table_as_stmt":
        yield _named(parsed.node.into.rel)


def touches_rows(parsed: Parsed) -> Iterator[Table]:
    """The tables whose rows it may change; ("", "") stands for any: a block, a call, a function in a SELECT."""
    if parsed.kind in _ROWS_OF:
        yield _named(parsed.node.relation)
    with_clause = getattr(parsed.node, "with_clause", None)
    if parsed.kind in _ANY_ROWS or (with_clause is not None and with_clause.ctes):
        yield "", ""


def not_null_columns(parsed: Parsed) -> Iterator[tuple[Table, str]]:
    """The columns that a CREATE TABLE or ADD COLUMN says are NOT NULL."""
    if parsed.kind == "create_stmt":
        table = _named(parsed.node.relation)
        for element in parsed.node.table_elts:
            if element.WhichOneof("node") == "column_def":
                yield from _filled(table, element.column_def)
            elif enum_word(element.constraint, "contype") == "CONSTR_PRIMARY":
                yield from ((table, key.string.sval) for key in element.constraint.keys)
    elif parsed.kind == "alter_table_stmt":
        for command in (each.alter_table_cmd for each in parsed.node.cmds):
            if enum_word(command, "subtype") == "AT_AddColumn":
                yield from _filled(_named(parsed.node.relation), getattr(command, "def").column_def)


def validated_names(parsed: Parsed) -> Iterator[str]:
    """The constraints that VALIDATE CONSTRAINT names."""
    if parsed.kind == "alter_table_stmt":
        for command in (each.alter_table_cmd for each in parsed.node.cmds):
            if enum_word(command, "subtype") == "AT_ValidateConstraint":
                yield command.name


def _filled(table: Table, column: Any) -> Iterator[tuple[Table, str]]:
    if is_serial(column) or any(kind in clauses(column) for kind in _FILLED):
        yield table, column.colname


def _named(relation: Any) -> Table:
    return relation.schemaname, relation.relname
