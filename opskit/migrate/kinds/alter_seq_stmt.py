"""ALTER SEQUENCE: its one page is written anew, under a lock that nextval waits for."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.kinds.create_seq_stmt import owners
from opskit.migrate.touching import Touched, missing


def effect(site: Site) -> Effect:
    named, world = site.node.sequence, site.world
    key = world.key(named.schemaname, named.relname)
    if world.complete and not world.get(key):
        return NO_EFFECT if site.node.missing_ok else missing(key)
    touched = Touched(world)
    touched.lock(key, Lock.SHARE_ROW_EXCLUSIVE)
    touched.lock_all(owners(world, site.node.options), Lock.ACCESS_SHARE)
    if any(each.def_elem.defname != "owned_by" for each in site.node.options):
        touched.rewrite(key)
    return touched.effect()
