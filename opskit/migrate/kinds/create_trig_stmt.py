"""CREATE [OR REPLACE] [CONSTRAINT] TRIGGER."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, failure, missing
from opskit.value import replace


def effect(site: Site) -> Effect:
    """A row trigger of a partitioned table is made on each partition as well."""
    node, world, name = site.node, site.world, site.relation
    if site.table is None and world.complete:
        return missing(name)
    if site.table and node.trigname in site.table.triggers and not node.replace:
        return failure("42710", f"trigger {node.trigname} for {name} exists already")
    touched = Touched(world)
    touched.lock_all(kin.partitions(world, name) if node.row else [name], Lock.SHARE_ROW_EXCLUSIVE)
    if node.constrrel.relname:
        touched.lock(world.key(node.constrrel.schemaname, node.constrrel.relname), Lock.ACCESS_SHARE)
    return touched.effect()


def after(site: Site) -> None:
    table = site.world.noted(site.relation)
    triggers = dict.fromkeys([*table.triggers, site.node.trigname])
    site.world.put(replace(table, triggers=tuple(triggers)))
