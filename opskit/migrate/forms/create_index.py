"""CREATE INDEX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from opskit.core.identifier import ident, qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.parser import deparse, deparse_expression

ON = frozenset({"index_stmt"})


@dataclass(frozen=True)
class CreateIndex:
    """`safe_sql` builds it CONCURRENTLY and without IF NOT EXISTS (which would hide an INVALID index); `keys` and
    `predicate` are expressions as SQL."""

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

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)


def recognise(clause: Clause) -> list[Ddl]:
    return [create_index(clause.node, clause.source)]


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


def _key(element: Any) -> str:
    return ident(element.name) if element.name else deparse_expression(element.expr)


def _default_name(table: str, elements: Any, suffix: str) -> str:
    """The name PostgreSQL would choose, so that an unnamed build can be found again after a crash."""
    return "_".join([table, *(each.index_elem.name or "expr" for each in elements), suffix])[:63]
