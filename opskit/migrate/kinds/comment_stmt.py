"""COMMENT ON."""

from __future__ import annotations

from typing import Any

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import locks_only, missing

_RELATIONS = frozenset(
    "OBJECT_TABLE OBJECT_VIEW OBJECT_MATVIEW OBJECT_FOREIGN_TABLE OBJECT_SEQUENCE OBJECT_INDEX".split()
)
_ON_TABLES = frozenset("OBJECT_TABCONSTRAINT OBJECT_TRIGGER OBJECT_POLICY OBJECT_RULE".split())


def effect(site: Site) -> Effect:
    return on_object(site, enum_word(site.node, "objtype"), site.node.object)


def on_object(site: Site, kind: str, named: Any) -> Effect:
    parts = [each.string.sval for each in named.list.items]
    if kind in _RELATIONS:
        return _on(site, parts, Lock.SHARE_UPDATE_EXCLUSIVE)
    if kind == "OBJECT_COLUMN":
        return _on(site, parts[:-1], Lock.SHARE_UPDATE_EXCLUSIVE)
    return _on(site, parts[:-1], Lock.ACCESS_SHARE) if kind in _ON_TABLES else NO_EFFECT


def _on(site: Site, parts: list[str], lock: Lock) -> Effect:
    world = site.world
    if not parts:
        return Effect(fails="42601: a column is named together with its table")
    key = world.key(".".join(parts[:-1]), parts[-1])
    if world.complete and not (world.get(key) or world.table_with_index(key)):
        return missing(key)
    return locks_only(world, lock, key)
