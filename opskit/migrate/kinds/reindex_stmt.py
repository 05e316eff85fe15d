"""REINDEX."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin, rebuilding
from opskit.migrate.flow import Site
from opskit.migrate.naming import parts, schema_of
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, failure, missing
from opskit.migrate.transactional import concurrently


def effect(site: Site) -> Effect:
    kind, touched = enum_word(site.node, "kind"), Touched(site.world)
    weakly = concurrently(site.node)
    if kind == "REINDEX_OBJECT_INDEX":
        error = _index(site, touched, weakly)
    elif kind == "REINDEX_OBJECT_TABLE":
        error = _table(site, touched, weakly)
    else:
        error = _many(site, touched, kind, weakly)
    return error or touched.effect(old_snapshots=weakly)


def _index(site: Site, touched: Touched, weakly: bool) -> Effect | None:
    name, table = site.relation, site.world.table_with_index(site.relation)
    if table is None:
        if site.world.complete and not _is_system(name):
            return missing(name)
        touched.lock(name, Lock.SHARE_UPDATE_EXCLUSIVE if weakly else Lock.ACCESS_EXCLUSIVE)
        touched.rewrite(name)
        touched.doubt(f"the table of {name} is locked {'SHARE UPDATE EXCLUSIVE' if weakly else 'SHARE'}")
        return None
    index = table.indexes[name]
    if index.partitioned:
        rebuilding.reindex_partitioned_index(touched, table, index, concurrently=weakly)
        return _alone(site, name)
    if weakly and any(each.kind == "x" and each.index == name for each in table.constraints.values()):
        return failure("0A000", f"cannot reindex {name} of an exclusion constraint concurrently")
    rebuilding.rebuild(touched, table.name, name, concurrently=weakly)
    return None


def _table(site: Site, touched: Touched, weakly: bool) -> Effect | None:
    name, table = site.relation, site.table
    if table is None:
        if site.world.complete and not _is_system(name):
            return missing(name)
        touched.lock(name, Lock.SHARE_UPDATE_EXCLUSIVE if weakly else Lock.SHARE)
        touched.scan(name)
        touched.rewrite(name)
        if not weakly:
            touched.doubt(f"each index of {name} is locked ACCESS EXCLUSIVE")
        return None
    if kin.is_partitioned(table):
        rebuilding.reindex_partitioned(touched, name, concurrently=weakly)
        return _alone(site, name)
    rebuilding.reindex_table(touched, table, concurrently=weakly)
    return None


def _is_system(name: str) -> bool:
    """The world leaves PostgreSQL's own catalogs out."""
    return parts(name)[1].startswith("pg_")


def _alone(site: Site, name: str) -> Effect | None:
    """Each partition gets a transaction of its own."""
    if not site.session.in_transaction:
        return None
    return failure("25001", f"REINDEX of partitioned {name} cannot run inside a transaction block")


def _many(site: Site, touched: Touched, kind: str, weakly: bool) -> Effect | None:
    """A schema or the whole database, one table after the other; the system's catalogs are not shown."""
    wanted = site.node.name if kind == "REINDEX_OBJECT_SCHEMA" else ""
    if kind != "REINDEX_OBJECT_SYSTEM":
        for each in list(site.world.relations()):
            if each.kind in "rm" and (not wanted or schema_of(each.name) == wanted):
                rebuilding.reindex_table(touched, each, concurrently=weakly)
    if kind != "REINDEX_OBJECT_SCHEMA":
        touched.doubt(f"it fails where {site.node.name or 'that'} is not the database connected to")
    if not site.world.complete:
        touched.doubt(f"every table of {wanted or 'the database'} is locked while its indexes are built")
    return None
