"""ATTACH PARTITION, of a table and of an index. The table is read unless its CHECKs prove the bound; so is the default
partition; an index that it lacks is built, a foreign key that it lacks is checked."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.altering import altering, works
from opskit.migrate.attaching import adopted, like_index, refused, same_key
from opskit.migrate.default_partition import scan_default
from opskit.migrate.flow import Site
from opskit.migrate.partition_bounds import within
from opskit.migrate.touching import Touched, known
from opskit.migrate.world import Relation
from opskit.value import replace

LEVEL = Lock.SHARE_UPDATE_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    child = _child(site)
    if site.world.table_with_index(site.relation):
        touched.lock(child, Lock.ACCESS_EXCLUSIVE)
        return None
    parent, partition = site.table, site.world.get(child)
    if site.world.complete and partition is None:
        return f"42P01: relation {child} does not exist"
    if parent is not None and partition is not None and (failed := refused(parent, partition)):
        return failed
    touched.lock_all(kin.partitions(site.world, child), Lock.ACCESS_EXCLUSIVE)
    if parent is None or partition is None or not parent.whole or not partition.whole:
        _worst(touched, child, partition, parent)
        if parent is None or partition is None:
            return None
    _read(site, touched, parent, partition)
    return None


effect = altering(_touches)


def _child(site: Site) -> str:
    named = getattr(site.node, "def").partition_cmd.name
    return site.world.key(named.schemaname, named.relname)


def _worst(touched: Touched, child: str, partition: Relation | None, parent: Relation | None) -> None:
    touched.doubt("whether a CHECK proves the bound, and whether there is a default partition to be read")
    if partition is None:
        touched.scan(child)
    if parent is not None and known(parent):
        touched.lock_all(parent.indexes, LEVEL)


def _read(site: Site, touched: Touched, parent: Relation, partition: Relation) -> None:
    bound = getattr(site.node, "def").partition_cmd.bound
    proved = (bound.is_default and not parent.children) or within(partition, parent, bound)
    lacks_index = any(not like_index(partition, index) for index in parent.indexes.values())
    touched.lock_all(parent.indexes, LEVEL)
    for leaf in kin.relations_of(site.world, kin.leaves(site.world, partition.name)):
        if lacks_index or not (proved or within(leaf, parent, bound)):
            touched.scan(leaf.name)
    if parent.default_partition and not bound.is_default:
        scan_default(touched, parent, bound)
    _keys(site, touched, parent, partition)


def _keys(site: Site, touched: Touched, parent: Relation, partition: Relation) -> None:
    """From 15 on triggers of tables that refer to the parent are locked with them."""
    for key in parent.constraints.values():
        if key.kind == "f":
            touched.lock_all(kin.partitions(site.world, key.references), Lock.SHARE_ROW_EXCLUSIVE)
            if key.validated and key.enforced and not same_key(partition, key):
                touched.scan(partition.name)
                for leaf in kin.leaves(site.world, key.references):
                    touched.scan(leaf)
    if site.world.known_from(15) or not site.world.complete:
        touched.lock_all(parent.referenced_by, Lock.SHARE_ROW_EXCLUSIVE)


def after(site: Site) -> None:
    if not works(site):
        return
    if site.world.table_with_index(site.relation):
        _attach_index(site)
        return
    name = _child(site)
    default = getattr(site.node, "def").partition_cmd.bound.is_default
    parent, child = site.world.noted(site.relation), site.world.noted(name)
    site.world.put(adopted(parent, child))
    children = tuple(dict.fromkeys((*parent.children, name)))
    site.world.put(
        replace(parent, kind="p", children=children, default_partition=name if default else parent.default_partition)
    )


def _attach_index(site: Site) -> None:
    name = _child(site)
    table = site.world.table_with_index(name)
    if table is not None:
        index = replace(table.indexes[name], parent=site.relation)
        site.world.put(replace(table, indexes={**table.indexes, name: index}))
