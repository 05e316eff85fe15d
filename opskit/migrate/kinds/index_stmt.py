"""CREATE INDEX."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.expressions import VOLATILE, calls
from opskit.migrate.flow import Site
from opskit.migrate.index_columns import index_column_names
from opskit.migrate.naming import chosen, parts, schema_of
from opskit.migrate.parser import deparse_expression
from opskit.migrate.query_tree import column_names
from opskit.migrate.touching import Touched, failure, missing
from opskit.migrate.world import Index, Relation
from opskit.value import replace


def effect(site: Site) -> Effect:
    node, table = site.node, site.table
    if table is None and site.world.complete:
        return missing(site.relation)
    if kin.is_partitioned(table) and node.concurrent:
        return failure("0A000", f"cannot create an index on partitioned table {site.relation} concurrently")
    if absent := _absent(site):
        return failure("42703", f"column {absent} does not exist")
    if moving := _volatile(site):
        return failure("42P17", f"functions in an index must be IMMUTABLE, and {moving} is volatile")
    touched = Touched(site.world)
    if site.world.table_with_index(_name(site)):
        return _existing(touched, site)
    lock = Lock.SHARE_UPDATE_EXCLUSIVE if node.concurrent else Lock.SHARE
    touched.lock(site.relation, lock)
    if kin.is_partitioned(table):
        _partitions(touched, site)
    elif table is None and not node.relation.inh:
        touched.doubt(f"it reads {site.relation} in full unless that is partitioned")
    else:
        touched.scan(site.relation)
    if node.concurrent and table is None:
        touched.doubt(f"it fails if {site.relation} is partitioned")
    return touched.effect(old_snapshots=node.concurrent and not site.fresh)


def after(site: Site) -> None:
    """Before the catalog is known the table may have other indexes: it is noted, not whole."""
    node, world, name = site.node, site.world, _name(site)
    if world.table_with_index(name):
        return
    table = world.noted(site.relation)
    if table.kind == kin.PARTITIONED and node.relation.inh:
        for each in kin.relations_of(world, kin.family(world, table.name)[1:]):
            _note(site, each, _partition_name(site, each), parent=name)
    below = table.kind == kin.PARTITIONED
    _note(site, table, name, valid=not below or node.relation.inh or not table.children)


def _absent(site: Site) -> str:
    """A key column that the table certainly lacks."""
    if site.table is None or not site.table.whole:
        return ""
    named = (each.index_elem.name for each in [*site.node.index_params, *site.node.index_including_params])
    return next((name for name in named if name and name not in site.table.columns), "")


def _volatile(site: Site) -> str:
    """A volatile function among those that compute its keys or choose its rows."""
    for call in calls(site.node) if site.world.volatility else ():
        text = deparse_expression(call)
        if site.world.volatility.get(text) == VOLATILE:
            return text
    return ""


def _existing(touched: Touched, site: Site) -> Effect:
    """The name is looked at once the table is locked."""
    if not site.node.if_not_exists:
        return failure("42P07", f"relation {_name(site)} exists already")
    touched.lock(site.relation, Lock.SHARE_UPDATE_EXCLUSIVE if site.node.concurrent else Lock.SHARE)
    return touched.effect()


def _partitions(touched: Touched, site: Site) -> None:
    if not site.node.relation.inh:
        return
    names = kin.family(site.world, site.relation)[1:]
    touched.lock_all(names, Lock.SHARE)
    for each in kin.relations_of(site.world, names):
        matching = next((index for index in each.indexes.values() if _matches(site, index)), None)
        if matching:
            touched.lock(matching.name, Lock.SHARE)
        elif not kin.is_partitioned(each):
            touched.scan(each.name)


def _matches(site: Site, index: Index) -> bool:
    """Whether the index is taken as the partition's part of the new one instead of a build."""
    made = _index(site, site.relation, "")
    return (
        index.valid
        and not index.parent
        and not index.partial
        and (index.columns, index.unique, index.method) == (made.columns, made.unique, made.method)
        and "" not in made.columns
        and not site.node.HasField("where_clause")
    )


def _name(site: Site) -> str:
    """An index lies in the schema of its table, and its name is chosen where none is given."""
    schema = _schema(site)
    if site.node.idxname:
        return qualified(schema, site.node.idxname)
    return qualified(schema, _chosen(site, site.node.relation.relname))


def _schema(site: Site) -> str:
    return site.node.relation.schemaname or schema_of(site.relation)


def _chosen(site: Site, table: str) -> str:
    taken = {parts(name)[1] for each in site.world.relations() for name in each.indexes}
    return chosen(table, index_column_names(site.node), "idx", taken)


def _partition_name(site: Site, partition: Relation) -> str:
    schema, table = parts(partition.name)
    return qualified(schema, _chosen(site, table))


def _note(site: Site, table: Relation, name: str, parent: str = "", valid: bool = True) -> None:
    index = replace(_index(site, table.name, name), parent=parent, partitioned=table.kind == "p", valid=valid)
    site.world.put(replace(table, indexes={**table.indexes, name: index}))


def _index(site: Site, table: str, name: str) -> Index:
    node = site.node
    columns = tuple(each.index_elem.name for each in node.index_params)
    included = [each.index_elem.name for each in node.index_including_params]
    uses = frozenset([*filter(None, columns), *included, *column_names(node)])
    return Index(
        name, columns, uses, node.unique, method=node.access_method or "btree",
        partial=node.HasField("where_clause"), expressions="" in columns,
    )  # fmt: skip
