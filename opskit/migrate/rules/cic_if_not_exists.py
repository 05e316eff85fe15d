"""CREATE INDEX CONCURRENTLY IF NOT EXISTS."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "IF NOT EXISTS that hides an INVALID index"
SEVERITY = Severity.WARNING
WHY = "a failed build leaves an INVALID index of the same name; the retry says it exists and succeeds"
SAFE = "opskit looks at pg_index instead: an INVALID leftover is dropped and built again"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    """Without CONCURRENTLY a build that fails leaves nothing, but it too passes over what another one left."""
    if not site.node.if_not_exists or site.fresh:
        return None
    index = site.node.idxname
    found = site.table.indexes.get(site.world.key(site.node.relation.schemaname, index)) if site.table else None
    if found and not found.valid:
        return Hit(f"index {index} is there and INVALID: this statement passes over it", site.relation, safe=True)
    if found or (site.world.complete and not site.node.concurrent):
        return None
    text = f"if an INVALID index {index} is left over, this statement passes over it"
    return Hit(text, site.relation, safe=True, certain=site.node.concurrent)
