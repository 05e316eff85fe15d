"""CREATE INDEX without a name."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Index without a name"
SEVERITY = Severity.INFO
WHY = "an interrupted build can only be found again by its name"
SAFE = "name the index; opskit gives it the name PostgreSQL would have chosen"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    if site.node.idxname or site.fresh:
        return None
    return Hit(f"the index on {site.relation} has no name, so that its build cannot be found again", site.relation,
               safe=True)  # fmt: skip
