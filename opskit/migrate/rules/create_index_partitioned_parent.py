"""CREATE INDEX on a partitioned table, with all its partitions."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Index build on a partitioned table that stops writes to all its partitions"
SEVERITY = Severity.CRITICAL
WHY = "SHARE lock on the table and on every partition until the last one is built: all writes wait"
SAFE = (
    "create index on only the table, create index concurrently on each partition, then alter index attach partition;"
    " opskit does so"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    """A partition that has the index already is not read, and then there may be nothing to wait for."""
    if site.node.concurrent or site.table is None or site.table.kind != "p" or not site.effect.stopped:
        return None
    count = len(site.effect.scans)
    text = f"the index is built on {count} partition{'s' * (count != 1)} of {site.relation}, while writes to all wait"
    return Hit(text, site.relation, Lock.SHARE, safe=True)
