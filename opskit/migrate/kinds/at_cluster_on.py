"""CLUSTER ON index: only a note for the next CLUSTER."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.adding import beside
from opskit.migrate.altering import altering, lock_of
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched

LEVEL = Lock.SHARE_UPDATE_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    name = beside(site.relation, site.node.name)
    if site.table is not None and site.table.whole and name not in site.table.indexes:
        return f"42704: index {name} for table {site.relation} does not exist"
    touched.lock(name, lock_of(site))
    return None


effect = altering(_touches)
