"""CREATE TABLE … PARTITION OF."""

from __future__ import annotations

from typing import Any, ClassVar

from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.forms.attach_partition import AttachPartition
from opskit.migrate.parser import deparse, parse
from opskit.value import Sided

ON = frozenset({"create_stmt"})
# What a partition takes from its parent when it is made, beyond what ATTACH gives it. Identity and indexes come with
# ATTACH; comments, statistics and their targets come with neither.
_TAKEN = "INCLUDING COMPRESSION INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE"


class CreatePartition(Sided):
    """`attach` is its second half; `node` the statement's; `plain` says that it gives no columns or constraints of its
    own."""

    beside: ClassVar[frozenset[str]] = frozenset({"node"})
    kind: ClassVar[str] = "create_partition"
    source: Source
    attach: AttachPartition
    if_not_exists: bool
    plain: bool
    node: Any

    @property
    def partitioned(self) -> bool:
        return bool(self.node.HasField("partspec"))

    @property
    def relation(self) -> str:
        return self.attach.relation

    @property
    def partition(self) -> str:
        return self.attach.partition

    def create_sql(self, tablespace: str, access_method: str) -> str:
        """The table by itself; it lies where its parent's partitions lie, unless it says otherwise."""
        alone = type(self.node)()
        alone.CopyFrom(self.node)
        for name in ("partbound", "inh_relations", "if_not_exists"):
            alone.ClearField(name)
        like = parse(f"CREATE TABLE t (LIKE {self.relation} {_TAKEN})")[0].node.table_elts
        alone.table_elts.extend(like)
        alone.tablespacename = alone.tablespacename or tablespace
        alone.access_method = alone.access_method or access_method
        return deparse("create_stmt", alone)


def recognise(clause: Clause) -> list[Ddl]:
    node = clause.node
    if not node.HasField("partbound") or _temporary(node):
        return []
    parent, child = node.inh_relations[0].range_var, node.relation
    command = parse("ALTER TABLE t ATTACH PARTITION c DEFAULT")[0].node
    command.relation.CopyFrom(parent)
    partition = getattr(command.cmds[0].alter_table_cmd, "def").partition_cmd
    partition.name.schemaname, partition.name.relname = child.schemaname, child.relname
    partition.bound.CopyFrom(node.partbound)
    attach = AttachPartition(
        clause.source, parent.schemaname, parent.relname, child.schemaname, child.relname,
        deparse("alter_table_stmt", command), node.partbound,
    )  # fmt: skip
    return [CreatePartition(clause.source, attach, node.if_not_exists, not node.table_elts, node)]


def _temporary(node: Any) -> bool:
    return bool(node.relation.relpersistence == "t")
