"""ALTER TABLE … ATTACH PARTITION of a table that lacks a CHECK that proves its bound, or an index of its parent."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Partition that is read in full while it is attached"
SEVERITY = Severity.CRITICAL
WHY = (
    "under ACCESS EXCLUSIVE on the new partition every row is tested, unless a valid CHECK implies the bound, and "
    "each index of the parent that it lacks is built"
)
SAFE = (
    "opskit first builds the missing indexes CONCURRENTLY and validates the bound as a CHECK; by hand: CHECK … "
    "NOT VALID, VALIDATE, CREATE INDEX CONCURRENTLY, then attach"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_attach_partition"})


def find(site: Site) -> Hit | None:
    named = getattr(site.node, "def").partition_cmd.name
    child = site.world.key(named.schemaname, named.relname)
    if child not in site.effect.stopped or not _reads_it(site, child):
        return None
    text = f"attaching {child} to {site.relation} reads all its rows while its own reads and writes wait"
    return Hit(text, child, Lock.ACCESS_EXCLUSIVE, safe=True, certain=site.effect.certain)


def _reads_it(site: Site, child: str) -> bool:
    """Or its own partitions."""
    below = site.world.get(child)
    return not {child, *(below.children if below else ())}.isdisjoint(site.effect.scans)
