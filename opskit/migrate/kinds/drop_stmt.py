"""DROP of anything that has a name in a schema, or hangs on a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.dropping import doomed, drop_relations, forget
from opskit.migrate.dropping_index import drop_indexes, forget_indexes
from opskit.migrate.dropping_type import drop_types
from opskit.migrate.flow import Site
from opskit.migrate.naming import schema_of
from opskit.migrate.nodes import dropped, dropped_from, enum_word
from opskit.migrate.touching import Touched, failure, missing
from opskit.migrate.world import World
from opskit.value import replace

_RELATIONS = frozenset("OBJECT_TABLE OBJECT_VIEW OBJECT_MATVIEW OBJECT_SEQUENCE OBJECT_FOREIGN_TABLE".split())
_USED = frozenset("OBJECT_FUNCTION OBJECT_PROCEDURE OBJECT_ROUTINE OBJECT_AGGREGATE OBJECT_EXTENSION".split())
_ON_TABLES = frozenset({"OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE"})


def effect(site: Site) -> Effect:
    kind = enum_word(site.node, "remove_type")
    if kind in _RELATIONS:
        return _relations(site, kind)
    if kind in _ON_TABLES:
        return _from_tables(site, kind)
    other: Callable[[Site], Effect] | None = _OTHERS.get(kind)
    if other:
        return other(site)
    if cascades(site.node):
        return Effect(
            doubts=("opskit does not know what depends on it: tables with such triggers or columns are locked",)
        )
    return Effect(doubts=("it fails if something uses it",)) if kind in _USED else NO_EFFECT


def after(site: Site) -> None:
    kind, world = enum_word(site.node, "remove_type"), site.world
    if kind in _RELATIONS:
        names = [world.key(*each) for each in dropped(site.node)]
        forget(world, doomed(world, names, cascade=cascades(site.node)))
    elif kind == "OBJECT_INDEX":
        forget_indexes(world, [world.key(*each) for each in dropped(site.node)])
    elif kind == "OBJECT_SCHEMA":
        forget(world, _inside(site))
    elif kind == "OBJECT_TRIGGER":
        for schema, name, trigger in dropped_from(site.node):
            table = world.find(schema, name)
            if table:
                world.put(replace(table, triggers=tuple(each for each in table.triggers if each != trigger)))


def cascades(node: Any) -> bool:
    return enum_word(node, "behavior") == "DROP_CASCADE"


def _relations(site: Site, kind: str) -> Effect:
    world = site.world
    names = [world.key(*each) for each in dropped(site.node)]
    there = [name for name in names if world.get(name) or not world.complete]
    if len(there) < len(names) and not site.node.missing_ok:
        return missing(next(name for name in names if name not in there))
    if kind == "OBJECT_SEQUENCE":
        return _sequences(site, there)
    return drop_relations(world, there, cascade=cascades(site.node))


def _sequences(site: Site, names: list[str]) -> Effect:
    """A column's default depends on the sequence it owns, or takes its numbers from."""
    touched = Touched(site.world)
    touched.lock_all(names, Lock.ACCESS_EXCLUSIVE)
    for table in site.world.relations():
        owned = [name for name in names if name in table.sequences]
        if owned and not cascades(site.node):
            return failure("2BP01", f"cannot drop {owned[0]}: {table.name} depends on it")
        touched.lock_all([table.name] if owned else [], Lock.ACCESS_EXCLUSIVE)
    if not site.world.complete:
        touched.doubt("only the catalog tells which columns take their default from it")
    return touched.effect()


def _from_tables(site: Site, kind: str) -> Effect:
    """Partitions have copies of a partitioned table's triggers."""
    world, touched = site.world, Touched(site.world)
    for schema, name, thing in dropped_from(site.node):
        key = world.key(schema, name)
        table = world.get(key)
        if table is None and world.complete:
            if site.node.missing_ok:
                continue
            return missing(key)
        gone = kind == "OBJECT_TRIGGER" and table is not None and table.whole and thing not in table.triggers
        if gone and not site.node.missing_ok:
            return failure("42704", f"trigger {thing} for table {key} does not exist")
        touched.lock_all(kin.partitions(world, key) if kind == "OBJECT_TRIGGER" else [key], Lock.ACCESS_EXCLUSIVE)
    return touched.effect()


def _statistics(site: Site) -> Effect:
    world, touched = site.world, Touched(site.world)
    for each in dropped(site.node):
        owner = owner_of_statistics(world, *each)
        if owner:
            touched.lock(owner, Lock.SHARE_UPDATE_EXCLUSIVE)
        elif world.complete and not site.node.missing_ok:
            return failure("42704", f"statistics object {each[1]} does not exist")
        elif not world.complete:
            touched.doubt("its table is locked SHARE UPDATE EXCLUSIVE")
    return touched.effect()


def owner_of_statistics(world: World, schema: str, name: str) -> str:
    """The table that extended statistics are of; they are known by their qualified or their bare name."""
    wanted = {world.key(schema, name), name}
    return next((each.name for each in world.relations() if wanted.intersection(each.statistics)), "")


def _schemas(site: Site) -> Effect:
    names = _inside(site)
    schemas = ", ".join(each.string.sval for each in site.node.objects)
    if names and not cascades(site.node):
        return failure("2BP01", f"cannot drop schema {schemas}: it is not empty")
    found = drop_relations(site.world, names, cascade=True)
    if site.world.complete or not cascades(site.node):
        return found
    return replace(found, doubts=(*found.doubts, f"every relation in schema {schemas} is locked ACCESS EXCLUSIVE"))


def _inside(site: Site) -> list[str]:
    gone = {each.string.sval for each in site.node.objects}
    return [each.name for each in site.world.relations() if schema_of(each.name) in gone]


def _indexes(site: Site) -> Effect:
    return drop_indexes(site, cascade=cascades(site.node))


def _types(site: Site) -> Effect:
    return drop_types(site, cascade=cascades(site.node))


_OTHERS: dict[str, Callable[[Site], Effect]] = {
    "OBJECT_INDEX": _indexes,
    "OBJECT_TYPE": _types,
    "OBJECT_DOMAIN": _types,
    "OBJECT_SCHEMA": _schemas,
    "OBJECT_STATISTIC_EXT": _statistics,
}
