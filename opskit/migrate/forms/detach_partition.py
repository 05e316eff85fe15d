"""ALTER TABLE … DETACH PARTITION [CONCURRENTLY | FINALIZE]."""

from __future__ import annotations

from typing import ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.value import Value

ON = frozenset({"at_detach_partition", "at_detach_partition_finalize"})


class DetachPartition(Value):
    """`concurrently` is also true of FINALIZE."""

    kind: ClassVar[str] = "detach_partition"
    source: Source
    schema: str
    table: str
    child_schema: str
    child: str
    concurrently: bool

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)

    @property
    def partition(self) -> str:
        return qualified(self.child_schema, self.child)


def recognise(clause: Clause) -> list[Ddl]:
    command = getattr(clause.node, "def").partition_cmd
    weakly = command.concurrent or clause.kind != "at_detach_partition"
    names = command.name.schemaname, command.name.relname
    return [DetachPartition(clause.source, clause.schema, clause.table, *names, weakly)]
