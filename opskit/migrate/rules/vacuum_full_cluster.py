"""VACUUM FULL and CLUSTER."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import option

TITLE = "Table that is written anew to make it smaller or sorted"
SEVERITY = Severity.CRITICAL
WHY = "table and indexes are rewritten under ACCESS EXCLUSIVE, and need their size again on disk meanwhile"
SAFE = "pg_repack or pg_squeeze do it while reads and writes go on (REPACK CONCURRENTLY from 19 on)"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"vacuum_stmt", "cluster_stmt"})


def find(site: Site) -> Hit | None:
    if site.kind == "vacuum_stmt" and not option(site.node, "full"):
        return None
    named = site.relation or (site.kind == "vacuum_stmt" and site.node.rels)
    if named and not site.effect.stopped:
        return None
    names = ", ".join(site.effect.rewrites) if named else "every table of the database"
    text = f"{names} is rewritten while its reads and writes wait"
    return Hit(text, site.effect.stopped[0] if named else "", Lock.ACCESS_EXCLUSIVE)
