"""ALTER … RENAME of anything."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.flow import Site
from opskit.migrate.naming import schema_of
from opskit.migrate.nodes import enum_word
from opskit.migrate.renaming import rename_column, rename_constraint, rename_index, rename_relation
from opskit.migrate.touching import Touched, failure, locks_only, missing

_RELATIONS = frozenset(
    "OBJECT_TABLE OBJECT_VIEW OBJECT_MATVIEW OBJECT_SEQUENCE OBJECT_FOREIGN_TABLE OBJECT_INDEX".split()
)


def effect(site: Site) -> Effect:
    world, name = site.world, site.relation
    if not name:
        return NO_EFFECT  # types, functions, schemas: their rows in the catalog are changed, no relation is
    if world.complete and site.table is None and not world.table_with_index(name):
        return _absent(site)
    kind = enum_word(site.node, "rename_type")
    if kind in _RELATIONS:
        return _relation(site, kind)
    if kind == "OBJECT_COLUMN" and site.table and site.table.whole and site.node.subname not in site.table.columns:
        return failure("42703", f"column {site.node.subname} of relation {name} does not exist")
    touched = Touched(world)
    touched.lock_all(_affected(site, kind), Lock.ACCESS_EXCLUSIVE)
    constraint = (
        site.table.constraints.get(site.node.subname) if site.table and kind == "OBJECT_TABCONSTRAINT" else None
    )
    if constraint and constraint.kind in "pux" and constraint.index:
        touched.lock(constraint.index, Lock.SHARE_UPDATE_EXCLUSIVE)
    return touched.effect()


def after(site: Site) -> None:
    kind, node, world = enum_word(site.node, "rename_type"), site.node, site.world
    new = qualified(schema_of(site.relation), node.newname)
    if kind in _RELATIONS:
        if world.table_with_index(site.relation):
            rename_index(world, site.relation, new)
        elif site.table:
            rename_relation(world, site.relation, new)
    elif kind in ("OBJECT_COLUMN", "OBJECT_ATTRIBUTE"):
        for relation in kin.relations_of(world, kin.family(world, site.relation)):
            world.put(rename_column(relation, node.subname, node.newname))
    elif kind == "OBJECT_TABCONSTRAINT" and site.table:
        world.put(rename_constraint(site.table, node.subname, node.newname))


def _absent(site: Site) -> Effect:
    if site.node.missing_ok:
        return NO_EFFECT
    return missing(site.relation)


def _relation(site: Site, kind: str) -> Effect:
    """ALTER INDEX takes a weaker lock, unless what it names is no index after all."""
    weak = kind == "OBJECT_INDEX" and site.table is None
    return locks_only(site.world, Lock.SHARE_UPDATE_EXCLUSIVE if weak else Lock.ACCESS_EXCLUSIVE, site.relation)


def _affected(site: Site, kind: str) -> list[str]:
    world, name, node = site.world, site.relation, site.node
    if kind == "OBJECT_ATTRIBUTE":
        return [name, *_of_type(site)]
    if kind == "OBJECT_COLUMN" and node.relation.inh:
        return kin.family(world, name)
    if kind == "OBJECT_TRIGGER" and world.known_from(15):
        return kin.partitions(world, name)  # the copies on partitions are renamed too (commit 80ba4bb38353)
    if kind == "OBJECT_TABCONSTRAINT" and site.table:
        constraint = site.table.constraints.get(node.subname)
        inherited = constraint is not None and constraint.kind in "cn" and node.relation.inh
        return kin.family(world, name) if inherited else [name]
    return [name]


def _of_type(site: Site) -> tuple[str, ...]:
    """The tables made OF a composite type follow it, where CASCADE is said."""
    return tuple(each.name for each in site.world.relations() if each.of_type == site.relation)
