"""REINDEX INDEX, TABLE and SCHEMA."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse, parse
from opskit.migrate.transactional import concurrently
from opskit.value import Sided

ON = frozenset({"reindex_stmt"})
INDEX, TABLE, SCHEMA = "REINDEX_OBJECT_INDEX", "REINDEX_OBJECT_TABLE", "REINDEX_OBJECT_SCHEMA"


class Reindex(Sided):
    """`what` is INDEX, TABLE or SCHEMA; for a schema `name` is empty."""

    beside: ClassVar[frozenset[str]] = frozenset({"node"})
    kind: ClassVar[str] = "reindex"
    source: Source
    what: str
    schema: str
    name: str
    node: Any

    @property
    def target(self) -> str:
        return qualified(self.schema, self.name)

    @property
    def moves(self) -> bool:
        """Whether it goes to another tablespace."""
        return any(each.def_elem.defname == "tablespace" for each in self.node.params)

    @property
    def concurrent_sql(self) -> str:
        return deparse("reindex_stmt", _concurrent(self.node))

    def of(self, word: str, schema: str, name: str) -> str:
        """The same for one INDEX or TABLE."""
        part = parse(f"REINDEX {word} {qualified(schema, name)}")[0].node
        part.params.extend(_concurrent(self.node).params)
        return deparse("reindex_stmt", part)


def recognise(clause: Clause) -> list[Ddl]:
    node, what = clause.node, enum_word(clause.node, "kind")
    if what == SCHEMA:
        return [Reindex(clause.source, what, node.name, "", node)]
    if what not in (INDEX, TABLE):
        return []
    return [Reindex(clause.source, what, node.relation.schemaname, node.relation.relname, node)]


def _concurrent(node: Any) -> Any:
    safe = type(node)()
    safe.CopyFrom(node)
    if not concurrently(node):
        safe.params.extend(parse("REINDEX (CONCURRENTLY) TABLE t")[0].node.params)
    return safe
