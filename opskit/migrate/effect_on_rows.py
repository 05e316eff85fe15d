"""What a statement that runs as written fills or changes, as far as its text says. A table is (schema, name)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from opskit.migrate.nodes import clauses, enum_word, is_serial
from opskit.migrate.parser import Parsed, parse
from opskit.value import Value

Table = tuple[str, str]
# Stands for every table there is.
ANY: Table = ("", "")

_ROWS_OF_ONE = ("insert_stmt", "update_stmt", "delete_stmt", "merge_stmt")
_ROWS_OF_ANY = ("do_stmt", "call_stmt", "select_stmt", "copy_stmt", "truncate_stmt", "execute_stmt", "deep_stmt")
_FILLED = ("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY")


class Deeds(Value):
    """`changes`: tables whose rows it may change; `fills`: columns it makes NOT NULL; `validates`: names of
    constraints."""

    changes: tuple[Table, ...]
    fills: tuple[tuple[Table, str], ...]
    validates: tuple[str, ...]
    makes_function: bool


@lru_cache(maxsize=4096)
def deeds(sql: str) -> Deeds:
    statement = parse(sql)[0]
    return Deeds(
        tuple(_changed(statement)),
        tuple(_filled(statement)),
        tuple(_validated(statement)),
        statement.kind == "create_function_stmt",
    )


def _changed(parsed: Parsed) -> Iterator[Table]:
    """A block, a call and a function in a SELECT may change any."""
    with_clause = getattr(parsed.node, "with_clause", None)
    if parsed.kind in _ROWS_OF_ANY or (with_clause is not None and with_clause.ctes):
        yield ANY
    elif parsed.kind in _ROWS_OF_ONE:
        yield _named(parsed.node.relation)


def _filled(parsed: Parsed) -> Iterator[tuple[Table, str]]:
    if parsed.kind == "create_stmt":
        table = _named(parsed.node.relation)
        for element in parsed.node.table_elts:
            if element.WhichOneof("node") == "column_def":
                yield from _with_column(table, element.column_def)
            elif enum_word(element.constraint, "contype") == "CONSTR_PRIMARY":
                yield from ((table, key.string.sval) for key in element.constraint.keys)
    for command in _commands(parsed):
        if enum_word(command, "subtype") == "AT_AddColumn":
            yield from _with_column(_named(parsed.node.relation), getattr(command, "def").column_def)


def _validated(parsed: Parsed) -> Iterator[str]:
    for command in _commands(parsed):
        if enum_word(command, "subtype") == "AT_ValidateConstraint":
            yield command.name


def _commands(parsed: Parsed) -> Iterator[Any]:
    if parsed.kind == "alter_table_stmt":
        yield from (each.alter_table_cmd for each in parsed.node.cmds)


def _with_column(table: Table, column: Any) -> Iterator[tuple[Table, str]]:
    if is_serial(column) or any(kind in clauses(column) for kind in _FILLED):
        yield table, column.colname


def _named(relation: Any) -> Table:
    return relation.schemaname, relation.relname
