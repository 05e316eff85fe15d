"""Indexes built anew: REINDEX, and what CLUSTER and VACUUM FULL do with them."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.dropping_index import parts_of
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched, known
from opskit.migrate.world import Index, Relation


def copy_table(touched: Touched, name: str) -> None:
    """A copy of the table, or of each of its partitions, takes its place."""
    touched.lock_all(kin.partitions(touched.world, name), Lock.ACCESS_EXCLUSIVE)
    for each in kin.partitions(touched.world, name):
        if not kin.is_partitioned(touched.world.get(each)):
            rewrite_table(touched, each)
    if not known(touched.world.get(name)):
        touched.doubt(f"{name} may have partitions, which are locked and rewritten instead")


def reindex_table(touched: Touched, relation: Relation, *, concurrently: bool) -> None:
    """One table; partitions are tables of their own. What enforces an exclusion constraint is left out by
    CONCURRENTLY."""
    touched.lock(relation.name, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.SHARE)
    exclusions = {each.index for each in relation.constraints.values() if each.kind == "x"}
    indexes = [each for each in relation.indexes.values() if not (concurrently and each.name in exclusions)]
    for index in indexes:
        rebuild(touched, relation.name, index.name, concurrently=concurrently)
    if relation.toast:
        touched.lock(f"toast of {relation.name}", Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.SHARE)
        weak = Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.ACCESS_EXCLUSIVE
        touched.lock(f"toast index of {relation.name}", weak)
        touched.rewrite(f"toast index of {relation.name}")


def rebuild(touched: Touched, table: str, index: str, *, concurrently: bool) -> None:
    touched.lock(table, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.SHARE)
    touched.lock(index, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.ACCESS_EXCLUSIVE)
    touched.scan(table)
    touched.rewrite(index)


def reindex_partitioned(touched: Touched, name: str, *, concurrently: bool) -> None:
    """Partitions are listed under a short SHARE lock each before CONCURRENTLY begins with the first."""
    touched.lock(name, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.SHARE)
    touched.lock_all(kin.family(touched.world, name)[1:], Lock.SHARE)
    for each in kin.relations_of(touched.world, kin.leaves(touched.world, name)):
        reindex_table(touched, each, concurrently=concurrently)


def reindex_partitioned_index(touched: Touched, table: Relation, index: Index, *, concurrently: bool) -> None:
    touched.lock(table.name, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.SHARE)
    touched.lock(index.name, Lock.SHARE_UPDATE_EXCLUSIVE if concurrently else Lock.ACCESS_EXCLUSIVE)
    touched.lock_all(parts_of(touched.world, index), Lock.SHARE)
    for name in parts_of(touched.world, index):
        below = touched.world.table_with_index(name)
        if below and not below.indexes[name].partitioned:
            rebuild(touched, below.name, name, concurrently=concurrently)
