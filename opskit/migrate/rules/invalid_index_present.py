"""A build beside an INVALID index."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, builds_its_index
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Index build on a table with an INVALID index"
SEVERITY = Severity.WARNING
WHY = "what an interrupted build left costs every write and serves no query; a new build of its name fails on it"
SAFE = "drop index concurrently the INVALID one, or reindex index concurrently it; opskit clears one of the same name"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt", "at_add_constraint"})


def find(site: Site) -> Hit | None:
    """An index of a partitioned table is INVALID while a partition has none attached: no leftover of a build."""
    constraint = added(site, "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION")
    if site.table is None or (site.kind == "at_add_constraint" and not (constraint and builds_its_index(constraint))):
        return None
    left = sorted(each.name for each in site.table.indexes.values() if not each.valid and not each.partitioned)
    if not left:
        return None
    made = site.node.idxname if site.kind == "index_stmt" else constraint.conname if constraint else ""
    same = left == [site.world.key(site.node.relation.schemaname if site.kind == "index_stmt" else "", made)]
    return Hit(f"INVALID on {site.relation}: {', '.join(left)}", site.relation, safe=same)
