"""REFRESH MATERIALIZED VIEW."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.storage import lock_with_parts, rewrite_table
from opskit.migrate.touching import Touched, failure, known, missing
from opskit.migrate.world import Relation
from opskit.value import replace


def effect(site: Site) -> Effect:
    world, node, name = site.world, site.node, site.relation
    if site.table is None and world.complete:
        return missing(name)
    if node.concurrent and site.table and site.table.whole and not _can_be_compared(site.table):
        return failure("55000", f"cannot refresh {name} concurrently: it has no unique index over all of its rows")
    touched = Touched(world)
    if node.concurrent:
        touched.lock(name, Lock.EXCLUSIVE)
        touched.lock_all(site.table.indexes if site.table else (), Lock.ROW_EXCLUSIVE)
        touched.scan(name)
    else:
        lock_with_parts(touched, name, Lock.ACCESS_EXCLUSIVE)
    if not node.concurrent and not node.skip_data:
        rewrite_table(touched, name)
    if not node.skip_data:
        _read(touched, name)
    if node.concurrent and not known(site.table):
        touched.doubt(f"it fails unless {name} has a unique index over all of its rows")
    effect = touched.effect()
    if not node.concurrent and site.table and not site.table.indexes:
        return replace(effect, scans=tuple(each for each in effect.scans if each != name))  # no index reads the copy
    return effect


def _can_be_compared(view: Relation) -> bool:
    whole = (each for each in view.indexes.values() if each.unique and each.valid and not each.partial)
    return any(not each.expressions and "" not in each.columns for each in whole)


def _read(touched: Touched, name: str) -> None:
    for below in kin.read_at_last(touched.world, name):
        touched.lock_all(kin.family(touched.world, below), Lock.ACCESS_SHARE)
        relation = touched.world.get(below)
        for leaf in kin.leaves(touched.world, below) if relation and relation.kind != "v" else ():
            touched.scan(leaf)
