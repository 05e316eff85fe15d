"""CREATE TABLE: what it refers to, is a partition of or inherits from is locked; the table itself is nobody's yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.created_table import created, drafted, made_name
from opskit.migrate.default_partition import scan_default
from opskit.migrate.flow import Site
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, failure, known, missing
from opskit.migrate.world import Index, Relation, World
from opskit.value import replace


def effect(site: Site) -> Effect:
    node, world, name = site.node, site.world, made_name(site.world, site.node.relation)
    if (world.get(name) or world.table_with_index(name)) and node.relation.relpersistence != "t":
        return NO_EFFECT if node.if_not_exists else failure("42P07", f"relation {name} exists already")
    for key in (*_parents(world, node), *_liked(world, node)) if world.complete else ():
        if not world.get(key):
            return missing(key)
    touched = Touched(world)
    touched.lock_all(_liked(world, node), Lock.ACCESS_SHARE)
    for parent in _parents(world, node):
        if node.HasField("partbound"):
            _partition_of(touched, parent, node)
        else:
            touched.lock(parent, Lock.SHARE_UPDATE_EXCLUSIVE)
    return _with_references(touched, node, name)


def after(site: Site) -> None:
    node, world = site.node, site.world
    draft = drafted(world, node)
    if world.get(draft.name) and node.relation.relpersistence != "t":
        return
    relation = created(draft, node)
    for parent in kin.relations_of(world, relation.parents):
        heir = replace(parent, children=(*parent.children, relation.name))
        if node.HasField("partbound"):
            relation = _partitioned_like(relation, parent, draft.schema, draft.table)
            heir = replace(heir, default_partition=relation.name) if node.partbound.is_default else heir
        world.put(heir)
    for sequence in draft.sequences:
        world.put(Relation(sequence, "S", fresh=True, whole=True))
    world.put(relation)
    for key in kin.relations_of(world, kin.referenced(relation)):
        world.put(replace(key, referenced_by=(*key.referenced_by, relation.name)))


def _parents(world: World, node: Any) -> list[str]:
    return [world.key(each.range_var.schemaname, each.range_var.relname) for each in node.inh_relations]


def _liked(world: World, node: Any) -> Iterator[str]:
    """Relations read for their definition: LIKE, and the composite type of OF."""
    for element in node.table_elts:
        if element.HasField("table_like_clause"):
            named = element.table_like_clause.relation
            yield world.key(named.schemaname, named.relname)
    if node.HasField("of_typename"):
        names = [each.string.sval for each in node.of_typename.names]
        yield world.key(".".join(names[:-1]), names[-1])


def _partition_of(touched: Touched, name: str, node: Any) -> None:
    world = touched.world
    parent = world.get(name)
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    if not known(parent):
        touched.doubt(f"a default partition of {name} would be scanned under an ACCESS EXCLUSIVE lock")
    if parent is None:
        return
    touched.lock_all(parent.indexes, Lock.SHARE_UPDATE_EXCLUSIVE)
    if parent.default_partition and not node.partbound.is_default:
        scan_default(touched, parent, node.partbound)
    for key in kin.referenced(parent):
        touched.lock_all(kin.partitions(world, key), Lock.SHARE_ROW_EXCLUSIVE)
    # From 15 on the new partition's triggers are made children of the referring table's (commit f4566345cf40).
    weak = Lock.SHARE_ROW_EXCLUSIVE if world.known_from(15) or not world.major else Lock.ACCESS_SHARE
    touched.lock_all(parent.referenced_by, weak)


def _with_references(touched: Touched, node: Any, name: str) -> Effect:
    world = touched.world
    for table in _referenced(node):
        key = world.key(table.schemaname, table.relname)
        if key == name or made_name(world, table) == name:
            continue
        if world.complete and not world.get(key):
            return missing(key)
        touched.lock_all(kin.partitions(world, key), Lock.SHARE_ROW_EXCLUSIVE)
    return touched.effect()


def _referenced(node: Any) -> Iterator[Any]:
    for element in node.table_elts:
        if element.HasField("column_def"):
            candidates = [each.constraint for each in element.column_def.constraints]
        else:
            candidates = [element.constraint] if element.HasField("constraint") else []
        for constraint in candidates:
            if enum_word(constraint, "contype") == "CONSTR_FOREIGN":
                yield constraint.pktable


def _partitioned_like(relation: Relation, parent: Relation, schema: str, table: str) -> Relation:
    """A partition gets an index for each of its parent's, and its foreign keys."""
    keys = {name: replace(each, inherited=True) for name, each in parent.constraints.items() if each.kind == "f"}
    indexes = {}
    for each in parent.indexes.values():
        columns = [column or "expr" for column in each.columns]
        label = "idx" if not each.constraint else "pkey" if each.name.endswith("_pkey") else "key"
        name = chosen(table, () if label == "pkey" else columns, label)
        full = qualified(schema, name)
        indexes[full] = _below(each, full)
    return replace(relation, constraints={**keys, **relation.constraints}, indexes={**relation.indexes, **indexes})


def _below(index: Index, name: str) -> Index:
    return replace(index, name=name, parent=index.name, partitioned=False, valid=True)
