"""CREATE PUBLICATION."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.touching import locks_only, missing
from opskit.migrate.world import World


def effect(site: Site) -> Effect:
    names = list(published(site.world, site.node))
    if site.world.complete and (absent := [name for name in names if not site.world.get(name)]):
        return missing(absent[0])
    return locks_only(site.world, Lock.SHARE_UPDATE_EXCLUSIVE, *names)


def published(world: World, node: Any) -> Iterator[str]:
    """The tables named; heirs of a plain one come along, partitions are published through their parent."""
    for each in (one.publication_obj_spec.pubtable.relation for one in node.pubobjects):
        if each.relname:
            key = world.key(each.schemaname, each.relname)
            yield from [key] if kin.is_partitioned(world.get(key)) or not each.inh else kin.family(world, key)
