"""REPLICA IDENTITY: what logical replication writes of an old row."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.adding import beside
from opskit.migrate.altering import altering, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    name = _index(site)
    if not name:
        return None
    if site.table is not None and site.table.whole and name not in site.table.indexes:
        return f"42704: index {name} for table {site.relation} does not exist"
    touched.lock(name, Lock.SHARE)
    return None


effect = altering(_touches)


def _index(site: Site) -> str:
    name = getattr(site.node, "def").replica_identity_stmt.name
    return beside(site.relation, name) if name else ""


def after(site: Site) -> None:
    table = site.world.get(site.relation)
    if not works(site) or table is None:
        return
    identity, chosen = getattr(site.node, "def").replica_identity_stmt.identity_type, _index(site)
    indexes = {name: replace(each, replica_identity=name == chosen) for name, each in table.indexes.items()}
    site.world.put(replace(table, replica_identity=identity, indexes=indexes))
