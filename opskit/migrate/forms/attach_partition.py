"""ALTER TABLE … ATTACH PARTITION."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import enum_word
from opskit.value import Sided

ON = frozenset({"at_attach_partition"})


class AttachPartition(Sided):
    """`bound` is its PartitionBoundSpec; `sql` the clause as written."""

    beside: ClassVar[frozenset[str]] = frozenset({"bound"})
    kind: ClassVar[str] = "attach_partition"
    source: Source
    schema: str
    table: str
    child_schema: str
    child: str
    sql: str
    bound: Any

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)

    @property
    def partition(self) -> str:
        return qualified(self.child_schema, self.child)


def recognise(clause: Clause) -> list[Ddl]:
    if enum_word(clause.whole, "objtype") != "OBJECT_TABLE":
        return []  # ALTER INDEX … ATTACH PARTITION
    command = getattr(clause.node, "def").partition_cmd
    names = command.name.schemaname, command.name.relname
    return [AttachPartition(clause.source, clause.schema, clause.table, *names, clause.sql, command.bound)]
