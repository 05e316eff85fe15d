"""CREATE INDEX."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate import naming
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.index_columns import index_column_names
from opskit.migrate.parser import deparse, deparse_expression, parse
from opskit.value import Value

ON = frozenset({"index_stmt"})


class CreateIndex(Value):
    """`safe_sql` builds it CONCURRENTLY and without IF NOT EXISTS (which would hide an INVALID index); `keys` and
    `predicate` are expressions as SQL; `columns` are the names its columns get; `only` that it says ON ONLY."""

    kind: ClassVar[str] = "create_index"
    source: Source
    schema: str
    table: str
    name: str
    unique: bool
    nulls_not_distinct: bool
    concurrently: bool
    if_not_exists: bool
    keys: tuple[str, ...]
    predicate: str
    safe_sql: str
    columns: tuple[str, ...]
    only: bool

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    return [create_index(clause.node, clause.source)]


def create_index(node: Any, source: Source) -> CreateIndex:
    safe = type(node)()
    safe.CopyFrom(node)
    keys = tuple(_key(element.index_elem) for element in node.index_params)
    columns = tuple(index_column_names(node))
    safe.idxname = node.idxname or naming.chosen(node.relation.relname, columns, "idx")
    safe.concurrent, safe.if_not_exists = True, False
    safe.access_method = "" if safe.access_method == "btree" else safe.access_method
    return CreateIndex(
        source, node.relation.schemaname, node.relation.relname, safe.idxname, node.unique, node.nulls_not_distinct,
        node.concurrent, node.if_not_exists, keys,
        deparse_expression(node.where_clause) if node.HasField("where_clause") else "",
        deparse("index_stmt", safe), columns, not node.relation.inh,
    )  # fmt: skip


def built_on(index: CreateIndex, schema: str, table: str, name: str) -> str:
    """The statement that builds the same index, of this name, on another table, CONCURRENTLY."""
    return deparse("index_stmt", _placed(index, schema, table, name))


def declared_on(index: CreateIndex, schema: str, table: str, name: str) -> str:
    """The same on a partitioned table alone, which builds nothing."""
    node = _placed(index, schema, table, name)
    node.concurrent, node.relation.inh = False, False
    return deparse("index_stmt", node)


def _placed(index: CreateIndex, schema: str, table: str, name: str) -> Any:
    node = parse(index.safe_sql)[0].node
    node.relation.schemaname, node.relation.relname, node.idxname = schema, table, name
    node.relation.inh = True
    return node


def _key(element: Any) -> str:
    return ident(element.name) if element.name else deparse_expression(element.expr)
