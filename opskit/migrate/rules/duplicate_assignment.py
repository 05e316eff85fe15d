"""UPDATE that sets a column twice."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Column that is set twice in one UPDATE"
SEVERITY = Severity.INFO
WHY = "the server refuses it"
SAFE = "one value for each column"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"update_stmt"})


def find(site: Site) -> Hit | None:
    names = [each.res_target.name for each in site.node.target_list if not each.res_target.indirection]
    twice = next((name for place, name in enumerate(names) if name in names[:place]), "")
    return Hit(f"column {twice} of {site.relation} is set twice", site.relation) if twice else None
