"""GRANT and REVOKE on objects."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, missing

_RELATIONS = frozenset({"OBJECT_TABLE", "OBJECT_SEQUENCE"})


def effect(site: Site) -> Effect:
    """Before 18 the named relations were looked up without a lock (commit 6cd5bde93ca1)."""
    node, world = site.node, site.world
    if enum_word(node, "targtype") != "ACL_TARGET_OBJECT" or enum_word(node, "objtype") not in _RELATIONS:
        return NO_EFFECT
    touched = Touched(world)
    for each in (one.range_var for one in node.objects):
        key = world.key(each.schemaname, each.relname)
        if world.complete and not world.get(key):
            return missing(key)
        if world.known_from(18) or not world.major:
            touched.lock(key, Lock.ACCESS_SHARE)
    return touched.effect()
