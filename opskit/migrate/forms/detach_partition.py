"""ALTER TABLE … DETACH PARTITION [CONCURRENTLY | FINALIZE]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from opskit.core.identifier import qualified
from opskit.migrate.ddl import Clause, Ddl, Source

ON = frozenset({"at_detach_partition", "at_detach_partition_finalize"})


@dataclass(frozen=True)
class DetachPartition:
    kind: ClassVar[str] = "detach_partition"
    source: Source
    schema: str
    table: str
    child_schema: str
    child: str

    @property
    def relation(self) -> str:
        return qualified(self.schema, self.table)

    @property
    def partition(self) -> str:
        return qualified(self.child_schema, self.child)


def recognise(clause: Clause) -> list[Ddl]:
    name = getattr(clause.node, "def").partition_cmd.name
    return [DetachPartition(clause.source, clause.schema, clause.table, name.schemaname, name.relname)]
