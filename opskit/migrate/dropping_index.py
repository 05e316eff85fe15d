"""DROP INDEX: the table is locked before the index, and a partitioned index takes all of its parts along."""

from __future__ import annotations

from collections.abc import Iterable

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.nodes import dropped
from opskit.migrate.touching import Touched, failure, missing
from opskit.migrate.world import Index, Relation, World
from opskit.value import replace


def drop_indexes(site: Site, *, cascade: bool) -> Effect:
    node, world = site.node, site.world
    if node.concurrent and (len(node.objects) > 1 or cascade):
        return failure("0A000", "DROP INDEX CONCURRENTLY takes one index, and no CASCADE")
    touched = Touched(world)
    for name in (world.key(*each) for each in dropped(node)):
        table = world.table_with_index(name)
        if table is None and world.complete:
            if not node.missing_ok:
                return missing(name)
        elif error := _drop(touched, table, name, node.concurrent, cascade):
            return error
    return touched.effect()


def forget_indexes(world: World, names: Iterable[str]) -> None:
    gone = set(names)
    for relation in list(world.relations()):
        left = {key: each for key, each in relation.indexes.items() if not {key, each.parent} & gone}
        if len(left) < len(relation.indexes):
            world.put(replace(relation, indexes=left))


def _drop(touched: Touched, table: Relation | None, name: str, concurrently: bool, cascade: bool) -> Effect | None:
    index = table.indexes[name] if table else None
    if table is None or index is None:
        touched.lock(name, Lock.ACCESS_EXCLUSIVE)
        touched.doubt(f"the table of {name} is locked as well")
        return None
    if error := _refused(table, index, concurrently, cascade):
        return error
    if concurrently:
        touched.lock(table.name, Lock.SHARE_UPDATE_EXCLUSIVE)
    else:
        touched.lock_all(kin.partitions(touched.world, table.name), Lock.ACCESS_EXCLUSIVE)
        touched.lock_all(parts_of(touched.world, index), Lock.ACCESS_EXCLUSIVE)
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    return None


def _refused(table: Relation, index: Index, concurrently: bool, cascade: bool) -> Effect | None:
    if index.partitioned and concurrently:
        return failure("0A000", f"cannot drop partitioned index {index.name} concurrently")
    if index.parent:
        return failure("2BP01", f"cannot drop {index.name}: index {index.parent} requires it")
    if index.constraint:
        return failure("2BP01", f"cannot drop {index.name}: constraint {index.constraint} requires it")
    return None


def parts_of(world: World, index: Index) -> list[str]:
    """The indexes of partitions below a partitioned one."""
    below = {each.name: each.parent for table in world.relations() for each in table.indexes.values()}
    found = [index.name]
    for name in found:
        found += [each for each, parent in below.items() if parent == name]
    return found[1:]
