"""CREATE INDEX without CONCURRENTLY on a table that others write to."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Index build that stops writes"
SEVERITY = Severity.CRITICAL
WHY = "SHARE lock on the table for the whole build: every insert, update and delete waits"
SAFE = "opskit builds it CONCURRENTLY; by hand: create index concurrently, outside a transaction"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    """ON ONLY is for partitioned tables, where it builds nothing; of another table the catalog has to say so."""
    only = not site.node.relation.inh and site.table is None
    partitioned = site.table is not None and site.table.kind == "p"
    if site.node.concurrent or only or partitioned or not site.effect.stopped:
        return None
    name = site.node.idxname or "without a name"
    text = f"index {name} is built under a lock that stops all writes to {site.relation}"
    certain = not site.node.if_not_exists or site.world.complete
    return Hit(text, site.relation, Lock.SHARE, safe=True, certain=certain)
