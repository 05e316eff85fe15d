"""CREATE TABLE … PARTITION OF a table in use."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "New partition that stops the whole partitioned table"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the parent: short, but while it waits for one long query all others wait behind it"
SAFE = (
    "opskit creates the table LIKE its parent and attaches it: SHARE UPDATE EXCLUSIVE on the parent, reads and "
    "writes go on"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"create_stmt"})


def find(site: Site) -> Hit | None:
    if not site.node.HasField("partbound"):
        return None
    named = site.node.inh_relations[0].range_var
    parent = site.world.key(named.schemaname, named.relname)
    if site.effect.lock_on(parent) is not Lock.ACCESS_EXCLUSIVE:
        return None
    text = f"creating {site.relation} as its partition asks for a lock that stops reads and writes of all of {parent}"
    return Hit(text, parent, Lock.ACCESS_EXCLUSIVE, safe=True)
