"""Walks over the nodes of any statement: what columns and what relations it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.lock import Lock
from opskit.migrate.naming import parts
from opskit.value import Value, replace

_LEAVES = frozenset("a_const column_ref type_name string integer float boolean bit_string a_star param_ref".split())
_WRITES = {"InsertStmt": "insert", "UpdateStmt": "update", "DeleteStmt": "delete", "MergeStmt": "merge"}
# Functions that open the sequence their first argument names (PostgreSQL sources, sequence.c).
_SEQUENCES = {"nextval": Lock.ROW_EXCLUSIVE, "setval": Lock.ROW_EXCLUSIVE, "currval": Lock.ACCESS_SHARE}


class Use(Value):
    """A relation that a query names. `write` is insert, update, delete, merge or, for one that is read, empty;
    `columns` those an UPDATE sets; `only` that heirs and partitions are left out; `where` the condition of a
    statement on this relation alone, None where there is none; `draws`: it is a sequence that a function works on;
    `by_index`: an INSERT looks for conflicts."""

    schema: str
    name: str
    lock: Lock
    write: str = ""
    only: bool = False
    columns: frozenset[str] = frozenset()
    where: Any = None
    draws: bool = False
    by_index: bool = False


def column_names(message: Any) -> list[str]:
    """The last part of each column reference, in order; a star is the empty name."""
    if message.DESCRIPTOR.name == "ColumnRef":
        return [message.fields[-1].string.sval]
    return [name for below in _below(message) for name in column_names(below)]


def uses(message: Any) -> list[Use]:
    """Every relation of the queries below a node; names of WITH queries are not relations."""
    return list(_uses(message, frozenset()))


def _uses(message: Any, queries: frozenset[str]) -> Iterator[Use]:
    kind = message.DESCRIPTOR.name
    if kind == "Node":
        inner = message.WhichOneof("node")
        if inner is None or inner in _LEAVES:
            return
        message = getattr(message, inner)
        kind = message.DESCRIPTOR.name
    if kind == "RangeVar":
        if message.schemaname or message.relname not in queries:
            yield Use(message.schemaname, message.relname, Lock.ACCESS_SHARE, only=not message.inh)
        return
    if kind in _WRITES or kind == "SelectStmt":
        ctes = message.with_clause.ctes
        queries = queries.union(each.common_table_expr.ctename for each in ctes) if len(ctes) else queries
        yield from _query(message, kind, queries)
        return
    if kind == "FuncCall":
        yield from _sequence(message)
    for below in _below(message):
        yield from _uses(below, queries)


def _query(message: Any, kind: str, queries: frozenset[str]) -> Iterator[Use]:
    if kind == "SelectStmt":
        yield from _select(message, queries)
        return
    written = message.relation
    yield Use(
        written.schemaname, written.relname, Lock.ROW_EXCLUSIVE, _WRITES[kind], not written.inh,
        _set_columns(message, kind), _where(message), by_index=_has(message, "on_conflict_clause"),
    )  # fmt: skip
    for field, value in message.ListFields():
        if field.message_type and field.name != "relation":
            for each in value if field.is_repeated else (value,):
                yield from _uses(each, queries)


def _select(message: Any, queries: frozenset[str]) -> Iterator[Use]:
    """FOR UPDATE and its like take ROW SHARE on all relations of the FROM, or those they name."""
    locked = bool(message.locking_clause)
    named = {each.range_var.relname for one in message.locking_clause for each in one.locking_clause.locked_rels}
    alone = len(message.from_clause) == 1 and message.from_clause[0].HasField("range_var")
    for each in message.from_clause:
        for use in _uses(each, queries):
            held = locked and use.lock is Lock.ACCESS_SHARE and (not named or _goes_by(each, use, named))
            lock = Lock.ROW_SHARE if held else use.lock
            yield replace(use, lock=lock, where=_where(message)) if alone else replace(use, lock=lock)
    for field, value in message.ListFields():
        if field.message_type and field.name not in ("from_clause", "locking_clause", "into_clause"):
            for each in value if field.is_repeated else (value,):
                yield from _uses(each, queries)


def _goes_by(item: Any, use: Use, named: set[str]) -> bool:
    alias = item.range_var.alias.aliasname if item.HasField("range_var") else ""
    return (alias or use.name) in named


def _where(message: Any) -> Any:
    return message.where_clause if message.DESCRIPTOR.name != "InsertStmt" and _has(message, "where_clause") else None


def _has(message: Any, field: str) -> bool:
    return field in message.DESCRIPTOR.fields_by_name and bool(message.HasField(field))


def _set_columns(message: Any, kind: str) -> frozenset[str]:
    if kind == "UpdateStmt":
        return frozenset(each.res_target.name for each in message.target_list)
    if kind == "MergeStmt":
        clauses = (each.merge_when_clause for each in message.merge_when_clauses)
        return frozenset(one.res_target.name for clause in clauses for one in clause.target_list)
    return frozenset()


def _sequence(call: Any) -> Iterator[Use]:
    lock = _SEQUENCES.get(call.funcname[-1].string.sval)
    if lock is None or not call.args:
        return
    text = constant(call.args[0])
    if text:
        schema, name = parts(text)
        yield Use(schema, name, lock, draws=True)


def constant(node: Any) -> str:
    """The text of a string, or of a string cast to regclass."""
    inner = node.type_cast.arg if node.HasField("type_cast") else node
    return str(inner.a_const.sval.sval) if inner.HasField("a_const") else ""


def _below(message: Any) -> Iterator[Any]:
    for field, value in message.ListFields():
        if field.message_type:
            yield from value if field.is_repeated else (value,)
