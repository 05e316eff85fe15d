"""ALTER PUBLICATION."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.kinds.create_publication_stmt import published
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, missing


def effect(site: Site) -> Effect:
    node, world, touched = site.node, site.world, Touched(site.world)
    names = list(published(world, node))
    if world.complete and (absent := [name for name in names if not world.get(name)]):
        return missing(absent[0])
    touched.lock_all(names, Lock.SHARE_UPDATE_EXCLUSIVE)
    if enum_word(node, "action") == "AP_SetObjects" and node.pubobjects:
        taken_out = [each.name for each in world.relations() if node.pubname in each.publications]
        touched.lock_all(taken_out, Lock.SHARE_UPDATE_EXCLUSIVE)
        if not world.complete:
            touched.doubt("tables that it held before are locked as well")
    return touched.effect()
