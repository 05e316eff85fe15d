"""REFRESH MATERIALIZED VIEW without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Refresh that stops all readers"
SEVERITY = Severity.CRITICAL
WHY = "ACCESS EXCLUSIVE lock on the view while its query runs and its indexes are built"
SAFE = "refresh materialized view concurrently: readers go on; it needs a unique index over plain columns"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"refresh_mat_view_stmt"})


def find(site: Site) -> Hit | None:
    if site.node.concurrent or site.node.skip_data or site.fresh:
        return None
    text = f"everybody who reads {site.relation} waits until its query has run anew"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
