"""A parsed statement -> the Ddl value that says what it is for."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Loss
from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import AddUnique, CreateIndex, Ddl, DropConstraint, DropIndex, Other, Source
from opskit.migrate.parser import Parsed, deparse, deparse_expression, drop_of, parse

# What PostgreSQL refuses inside a transaction block (PostgreSQL 18 sources: callers of PreventInTransactionBlock)
# as far as the node's name alone tells it.
_NEVER_IN_TRANSACTION = {
    "vacuum_stmt",
    "createdb_stmt",
    "dropdb_stmt",
    "alter_system_stmt",
    "create_table_space_stmt",
    "drop_table_space_stmt",
}
_HOLDS_ROWS = {"create_stmt", "create_table_as_stmt", "create_schema_stmt", "create_extension_stmt"}


def classify(parsed: Parsed) -> list[Ddl]:
    """Usually one value; DROP INDEX a, b gives two."""
    source = Source(parsed.text, parsed.ordinal, parsed.line)
    if parsed.kind == "index_stmt":
        return [create_index(parsed.node, source)]
    if parsed.kind == "drop_stmt" and _enum(parsed.node, "remove_type") == "OBJECT_INDEX":
        return _drop_indexes(parsed.node, source)
    if parsed.kind == "alter_table_stmt" and len(parsed.node.cmds) == 1:
        return [_alter_table(parsed, source)]
    return [_other(parsed, source)]


def create_index(node: Any, source: Source) -> CreateIndex:
    safe = type(node)()
    safe.CopyFrom(node)
    keys = tuple(_key(element.index_elem) for element in node.index_params)
    safe.idxname = node.idxname or _default_name(node.relation.relname, node.index_params, "idx")
    safe.concurrent, safe.if_not_exists = True, False
    safe.access_method = "" if safe.access_method == "btree" else safe.access_method
    return CreateIndex(
        source, node.relation.schemaname, node.relation.relname, safe.idxname, node.unique, node.nulls_not_distinct,
        node.concurrent, node.if_not_exists, keys,
        deparse_expression(node.where_clause) if node.HasField("where_clause") else "",
        deparse("index_stmt", safe),
    )  # fmt: skip


def _alter_table(parsed: Parsed, source: Source) -> Ddl:
    command = parsed.node.cmds[0].alter_table_cmd
    subtype = _enum(command, "subtype")
    if subtype == "AT_AddConstraint" and _is_plain_unique(getattr(command, "def").constraint):
        return _add_unique(parsed.node.relation, getattr(command, "def").constraint, source)
    if subtype == "AT_DropConstraint":
        relation = parsed.node.relation
        return DropConstraint(source, relation.schemaname, relation.relname, command.name, command.missing_ok,
                              _enum(command, "behavior") == "DROP_CASCADE")  # fmt: skip
    return _other(parsed, source)


def _is_plain_unique(constraint: Any) -> bool:
    """UNIQUE over named columns; USING INDEX, WITHOUT OVERLAPS and storage options stay as written."""
    return (
        _enum(constraint, "contype") == "CONSTR_UNIQUE"
        and bool(constraint.keys)
        and not (constraint.indexname or constraint.without_overlaps or constraint.options or constraint.indexspace)
    )


def _add_unique(relation: Any, constraint: Any, source: Source) -> AddUnique:
    columns = [key.string.sval for key in constraint.keys]
    name = constraint.conname or "_".join([relation.relname, *columns, "key"])
    include = ", ".join(ident(key.string.sval) for key in constraint.including)
    table = qualified(relation.schemaname, relation.relname)
    build = f"create unique index concurrently {ident(name)} on {table} ({', '.join(map(ident, columns))})"
    build += f" include ({include})" if include else ""
    build += " nulls not distinct" if constraint.nulls_not_distinct else ""
    index = create_index(parse(build)[0].node, source)
    defer = " deferrable" if constraint.deferrable else ""
    defer += " initially deferred" if constraint.initdeferred else ""
    attach = f"ALTER TABLE {table} ADD CONSTRAINT {ident(name)} UNIQUE USING INDEX {ident(name)}{defer.upper()}"
    return AddUnique(source, relation.schemaname, relation.relname, name, index, attach)


def _drop_indexes(node: Any, source: Source) -> list[Ddl]:
    names = [[part.string.sval for part in each.list.items] for each in node.objects]
    return [
        DropIndex(source, ".".join(parts[:-1]), parts[-1], node.missing_ok, node.concurrent,
                  _enum(node, "behavior") == "DROP_CASCADE")
        for parts in names
    ]  # fmt: skip


def _other(parsed: Parsed, source: Source) -> Other:
    undo, loss = _derived_undo(parsed)
    node = parsed.node
    transactional = parsed.kind not in _NEVER_IN_TRANSACTION and not getattr(node, "concurrent", False)
    return Other(source, parsed.kind, transactional, _named(node), undo, loss)


def _named(node: Any) -> tuple[str, ...]:
    relation = getattr(node, "relation", None)
    return (qualified(relation.schemaname, relation.relname),) if relation and relation.relname else ()


def _derived_undo(parsed: Parsed) -> tuple[str, Loss]:
    if parsed.kind == "alter_table_stmt":
        return _drop_added_column(parsed.node)
    if getattr(parsed.node, "if_not_exists", False) or getattr(parsed.node, "replace", False):
        return "", Loss.NONE  # what was there before is not this statement's to drop
    drop = drop_of(parsed.text) or ""
    return drop, Loss.NEW_DATA if drop and parsed.kind in _HOLDS_ROWS else Loss.NONE


def _drop_added_column(node: Any) -> tuple[str, Loss]:
    commands = [each.alter_table_cmd for each in node.cmds]
    if any(_enum(each, "subtype") != "AT_AddColumn" or each.missing_ok for each in commands):
        return "", Loss.NONE
    table = qualified(node.relation.schemaname, node.relation.relname)
    columns = [getattr(each, "def").column_def.colname for each in reversed(commands)]
    drops = ", ".join(f"DROP COLUMN {ident(column)}" for column in columns)
    return f"ALTER TABLE {table} {drops}", Loss.NEW_DATA


def _key(element: Any) -> str:
    return ident(element.name) if element.name else deparse_expression(element.expr)


def _default_name(table: str, elements: Any, suffix: str) -> str:
    """The name PostgreSQL would choose, so that an unnamed build can be found again after a crash."""
    return "_".join([table, *(each.index_elem.name or "expr" for each in elements), suffix])[:63]


def _enum(message: Any, field: str) -> str:
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return str(values[getattr(message, field)].name)
