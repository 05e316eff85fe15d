"""VACUUM and ANALYZE."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.nodes import option
from opskit.migrate.rebuilding import copy_table
from opskit.migrate.storage import toast_parts
from opskit.migrate.touching import Touched, missing


def effect(site: Site) -> Effect:
    touched, world = Touched(site.world), site.world
    full = site.node.is_vacuumcmd and option(site.node, "full")
    for key, only in _named(site):
        if world.complete and world.get(key) is None:
            return missing(key)
        for name in _reached(site, key, only):
            if full:
                copy_table(touched, name)
            else:
                _visit(site, touched, name)
    if not site.node.is_vacuumcmd:
        _sampled_heirs(site, touched)
    if not site.node.rels and not world.complete:
        touched.doubt("every table of the database is visited")
    return touched.effect()


def _named(site: Site) -> Iterator[tuple[str, bool]]:
    for each in (one.vacuum_relation.relation for one in site.node.rels):
        yield site.world.key(each.schemaname, each.relname), not each.inh
    if not site.node.rels:
        yield from ((each.name, True) for each in list(site.world.relations()) if each.kind in "rmp")


def _reached(site: Site, name: str, only: bool) -> list[str]:
    """Heirs of a plain table come along from 18 on (commit 62ddf7ee9a39)."""
    world = site.world
    if only or not (kin.is_partitioned(world.get(name)) or world.known_from(18)):
        return [name]
    return kin.family(world, name)


def _visit(site: Site, touched: Touched, name: str) -> None:
    relation = site.world.get(name)
    touched.lock(name, Lock.SHARE_UPDATE_EXCLUSIVE)
    if relation is None or relation.fresh or not site.node.is_vacuumcmd:
        return
    if not kin.is_partitioned(relation):
        touched.lock_all(relation.indexes, Lock.ROW_EXCLUSIVE)
    toast = [] if _is_off(site, "process_toast") else toast_parts(relation)
    for part, lock in zip(toast, (Lock.SHARE_UPDATE_EXCLUSIVE, Lock.ROW_EXCLUSIVE), strict=False):
        touched.lock(part, lock)


def _is_off(site: Site, name: str) -> bool:
    given = any(each.def_elem.defname == name for each in site.node.options)
    return given and not option(site.node, name)


def _sampled_heirs(site: Site, touched: Touched) -> None:
    for key, only in _named(site):
        touched.lock_all([] if only else kin.family(site.world, key), Lock.ACCESS_SHARE)
