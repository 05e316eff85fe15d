"""The text of an added constraint: named, not validated yet, on another table; and whether two texts mean the same
constraint, however they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from opskit.migrate.index_form import normalise
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse, parse


def constraint_of(sql: str) -> Any:
    """The constraint that an ALTER TABLE … ADD CONSTRAINT adds."""
    return getattr(parse(sql)[0].node.cmds[0].alter_table_cmd, "def").constraint


def added(sql: str, name: str) -> str:
    """The ALTER TABLE that adds it under this name, as it is written otherwise."""
    statement, constraint = _opened(sql)
    constraint.conname = name
    return deparse("alter_table_stmt", statement)


def added_unproven(sql: str, name: str) -> str:
    """The same NOT VALID: the rows that are there are not looked at."""
    statement, constraint = _opened(sql)
    constraint.conname, constraint.skip_validation, constraint.initially_valid = name, True, False
    return deparse("alter_table_stmt", statement)


def on_table(sql: str, schema: str, table: str) -> str:
    """The same statement on another table."""
    statement, _ = _opened(sql)
    statement.relation.schemaname, statement.relation.relname = schema, table
    return deparse("alter_table_stmt", statement)


def _opened(sql: str) -> tuple[Any, Any]:
    statement = parse(sql)[0].node
    return statement, getattr(statement.cmds[0].alter_table_cmd, "def").constraint


def form_of(definition: str) -> bytes:
    """A comparable form of what pg_get_constraintdef prints or a migration writes: without its name, without whether it
    is validated, without schemas."""
    return form_of_node(constraint_of(f"alter table t add {definition}"))


def form_of_node(node: Any) -> bytes:
    plain = type(node)()
    plain.CopyFrom(node)
    for field in ("conname", "skip_validation", "initially_valid", "is_enforced", "location"):
        plain.ClearField(field)
    plain.pktable.ClearField("schemaname")
    normalise(plain)
    return bytes(plain.SerializeToString(deterministic=True))


def same_constraint(written: Any, definition: str) -> bool:
    """`written` is the node of a migration, `definition` what the catalog prints. A foreign key that names no columns
    of the other table means its primary key, which the catalog writes out."""
    theirs = constraint_of(f"alter table t add {definition}")
    if not written.pk_attrs:
        theirs.ClearField("pk_attrs")
    return form_of_node(written) == form_of_node(theirs)


def expression_of(definition: str) -> Any:
    """The expression of a CHECK, as a node."""
    return constraint_of(f"alter table t add {definition}").raw_expr


def proven_not_null(expression: Any) -> Iterator[str]:
    """The columns that a CHECK says are not null: by IS NOT NULL, alone or beside other terms of an AND."""
    kind = expression.WhichOneof("node")
    if kind == "bool_expr" and enum_word(expression.bool_expr, "boolop") == "AND_EXPR":
        for term in expression.bool_expr.args:
            yield from proven_not_null(term)
    elif kind == "null_test" and enum_word(expression.null_test, "nulltesttype") == "IS_NOT_NULL":
        column = expression.null_test.arg
        if column.WhichOneof("node") == "column_ref":
            yield column.column_ref.fields[-1].string.sval


def columns_named(message: Any) -> list[str]:
    """Every column that an expression names, once, in order."""
    return list(dict.fromkeys(_columns(message)))


def _columns(message: Any) -> Iterator[str]:
    if message.DESCRIPTOR.name == "ColumnRef":
        yield message.fields[-1].string.sval
        return
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                yield from _columns(each)


# A tenth namesake is looked for; there has never been one.
_NAMESAKES = 10


def candidates(table: str, columns: Sequence[str], label: str) -> list[str]:
    """The names PostgreSQL would try, in its order."""
    found: list[str] = []
    while len(found) < _NAMESAKES:
        found.append(chosen(table, columns, label, found))
    return found
