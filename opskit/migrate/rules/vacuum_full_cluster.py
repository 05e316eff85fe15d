"""VACUUM FULL and CLUSTER."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import option

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
    names = _named(site)
    if names and not site.effect.stopped:
        return None
    everything = "every table of the database" if site.kind == "vacuum_stmt" else "every table clustered before"
    text = f"{', '.join(names) or everything} is rewritten while its reads and writes wait"
    return Hit(text, names[0] if names else "", Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)


def _named(site: Site) -> list[str]:
    if site.kind == "cluster_stmt":
        return [site.relation] if site.relation else []
    ranges = (each.vacuum_relation.relation for each in site.node.rels)
    return [site.world.key(each.schemaname, each.relname) for each in ranges]
