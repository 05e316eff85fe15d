"""TRUNCATE: new empty files take the place of the old ones, however large those are."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.storage import lock_with_parts
from opskit.migrate.touching import Touched, failure, known, missing
from opskit.migrate.world import World


def effect(site: Site) -> Effect:
    world, touched = site.world, Touched(site.world)
    cascade = enum_word(site.node, "behavior") == "DROP_CASCADE"
    named = _named(site)
    if world.complete and (absent := [name for name in named if not world.get(name)]):
        return missing(absent[0])
    emptied = _with_referring(world, named) if cascade else named
    for relation in kin.relations_of(world, emptied):
        if left := [name for name in relation.referenced_by if name not in emptied]:
            return failure("0A000", f"cannot truncate {relation.name}: {left[0]} refers to it")
        if site.node.restart_seqs:
            touched.lock_all(relation.sequences, Lock.ACCESS_EXCLUSIVE)
    for name in emptied:
        if kin.is_partitioned(world.get(name)):
            touched.lock(name, Lock.ACCESS_EXCLUSIVE)
        else:
            lock_with_parts(touched, name, Lock.ACCESS_EXCLUSIVE)
    if not all(known(world.get(name)) for name in emptied):
        more = "tables with foreign keys to it are emptied as well" if cascade else "it fails if others refer to it"
        touched.doubt(f"only the catalog tells what hangs on it: {more}")
    return touched.effect()


def _named(site: Site) -> list[str]:
    found: list[str] = []
    for each in (one.range_var for one in site.node.relations):
        key = site.world.key(each.schemaname, each.relname)
        found += kin.family(site.world, key) if each.inh else [key]
    return list(dict.fromkeys(found))


def _with_referring(world: World, names: list[str]) -> list[str]:
    found = list(names)
    for name in found:
        relation = world.get(name)
        for key in relation.referenced_by if relation else ():
            found += [each for each in kin.family(world, key) if each not in found]
    return found
