"""CREATE INDEX … USING hash."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Hash index"
SEVERITY = Severity.INFO
WHY = "it serves equality only: no range, no order, no uniqueness, no second column, no index-only scan"
SAFE = "a btree index, unless the values are long and only ever compared for equality"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    if site.node.access_method != "hash":
        return None
    return Hit(f"index {site.node.idxname or 'without a name'} serves equality only", site.relation)
