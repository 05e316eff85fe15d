"""DETACH PARTITION; CONCURRENTLY it waits for those who use the partitioned table, not for its lock."""

from __future__ import annotations

from typing import Any

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys, kin
from opskit.migrate.altering import altering, works
from opskit.migrate.detaching import child_of, detach, lock_child
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.migrate.world import Relation


def level(command: Any) -> Lock:
    concurrent = getattr(command, "def").partition_cmd.concurrent
    return Lock.SHARE_UPDATE_EXCLUSIVE if concurrent else Lock.ACCESS_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    name, parent = child_of(site), site.table
    if parent is not None and parent.whole and name not in parent.children:
        return f"42P01: relation {name} is not a partition of relation {site.relation}"
    if getattr(site.node, "def").partition_cmd.concurrent:
        if failed := _not_concurrently(site, parent):
            return failed
    elif parent is not None and parent.default_partition:
        touched.lock(parent.default_partition, Lock.ACCESS_EXCLUSIVE)
    lock_child(touched, name)
    if parent is not None:
        _keys(site, touched, parent, name)
    elif not getattr(site.node, "def").partition_cmd.concurrent:
        touched.scan(site.relation)
        touched.doubt("tables that refer to it by foreign keys are read, where there are any")
    return None


effect = altering(_touches)


def _not_concurrently(site: Site, parent: Relation | None) -> str | None:
    if site.session.in_transaction:
        return "25001: ALTER TABLE ... DETACH CONCURRENTLY cannot run inside a transaction block"
    children = kin.relations_of(site.world, parent.children if parent else ())
    pending = next((each.name for each in children if each.detach_pending), "")
    if pending:
        return f"55000: partition {pending} already pending detach: it needs FINALIZE"
    if parent is not None and parent.default_partition:
        return "55000: cannot detach partitions concurrently when a default partition exists"
    return None


def _keys(site: Site, touched: Touched, parent: Relation, name: str) -> None:
    """Its own foreign keys become independent; nothing may refer to its rows through the parent."""
    for key in parent.constraints.values():
        if key.kind == "f":
            touched.lock_all(kin.partitions(site.world, key.references), Lock.SHARE_ROW_EXCLUSIVE)
    for child, _ in foreign_keys.pointing_at(touched, parent):
        touched.lock_all(kin.partitions(site.world, child.name), Lock.ACCESS_EXCLUSIVE)
        for leaf in kin.leaves(site.world, child.name):
            touched.scan(leaf)


def after(site: Site) -> None:
    if works(site):
        detach(site)
