"""CREATE INDEX IF NOT EXISTS."""

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
    if not site.node.if_not_exists or site.fresh:
        return None
    text = f"if an INVALID index {site.node.idxname} is left over, this statement passes over it"
    return Hit(text, site.relation, safe=True)
