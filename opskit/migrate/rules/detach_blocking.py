"""ALTER TABLE … DETACH PARTITION without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Detach that stops the whole partitioned table"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the parent: short, but while it waits for one long query all others wait behind it"
SAFE = "opskit detaches it CONCURRENTLY; that is refused beside a default partition: then keep a short lock_timeout"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_detach_partition"})


def find(site: Site) -> Hit | None:
    command = getattr(site.node, "def").partition_cmd
    if command.concurrent or site.fresh:
        return None
    child = site.world.key(command.name.schemaname, command.name.relname)
    text = f"detaching {child} asks for a lock that stops reads and writes of all of {site.relation}"
    safe = not (site.table and site.table.default_partition)
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=safe)
