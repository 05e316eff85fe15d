"""LOCK TABLE."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, missing

# LockStmt.mode counts from 1 in the order of their strength (PostgreSQL sources, lockdefs.h).
_MODES = dict(enumerate(Lock, 1))


def effect(site: Site) -> Effect:
    world, touched = site.world, Touched(site.world)
    lock = _MODES[site.node.mode]
    for each in (one.range_var for one in site.node.relations):
        key = world.key(each.schemaname, each.relname)
        relation = world.get(key)
        if relation is None and world.complete:
            return missing(key)
        touched.lock_all(kin.family(world, key) if each.inh else [key], lock)
        if relation is not None and relation.kind == "v":
            for below in kin.read_at_last(world, key):
                touched.lock_all(kin.family(world, below), lock)
    return touched.effect()
