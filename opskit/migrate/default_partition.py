"""The default partition of a partitioned table: each partition that is made or attached beside it has it scanned, for
rows that belong to the new one, unless its constraints prove that it has none."""

from __future__ import annotations

from typing import Any

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.partition_bounds import outside
from opskit.migrate.touching import Touched
from opskit.migrate.world import Relation


def scan_default(touched: Touched, parent: Relation, bound: Any) -> None:
    name = parent.default_partition
    touched.lock_all(kin.partitions(touched.world, name), Lock.ACCESS_EXCLUSIVE)
    for leaf in kin.relations_of(touched.world, kin.leaves(touched.world, name)):
        if not outside(leaf, parent, bound):
            touched.scan(leaf.name)
