"""CREATE SEQUENCE."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate.created_table import made_name
from opskit.migrate.flow import Site
from opskit.migrate.touching import failure, locks_only
from opskit.migrate.world import Relation, World


def effect(site: Site) -> Effect:
    name = made_name(site.world, site.node.sequence)
    if site.world.get(name):
        return NO_EFFECT if site.node.if_not_exists else failure("42P07", f"relation {name} exists already")
    return locks_only(site.world, Lock.ACCESS_SHARE, *owners(site.world, site.node.options))


def after(site: Site) -> None:
    name = made_name(site.world, site.node.sequence)
    if not site.world.get(name):
        site.world.put(Relation(name, "S", fresh=True, whole=True))


def owners(world: World, options: Any) -> Iterator[str]:
    """The table whose column OWNED BY names."""
    for each in (one.def_elem for one in options):
        if each.defname == "owned_by":
            parts = [item.string.sval for item in each.arg.list.items]
            if len(parts) > 1:
                yield world.key(".".join(parts[:-2]), parts[-2])
