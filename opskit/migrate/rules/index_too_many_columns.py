"""CREATE INDEX with many key columns."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Index with many key columns"
SEVERITY = Severity.INFO
WHY = "a wide index is large and slow to keep; later columns help only queries that fix the ones before them"
SAFE = "index the two or three most selective columns, or put the rest behind INCLUDE"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"index_stmt"})

# As strong_migrations has it: more than three columns, unless the index is unique.
MOST = 3


def find(site: Site) -> Hit | None:
    count = len(site.node.index_params)
    if site.node.unique or count <= MOST or site.node.access_method not in ("", "btree"):
        return None
    return Hit(f"index {site.node.idxname or 'without a name'} has {count} key columns", site.relation)
