"""ALTER TABLE … ALTER COLUMN … TYPE of a column that a view reads."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Type change of a column that a view reads"
SEVERITY = Severity.CRITICAL
WHY = "the server refuses it (0A000: cannot alter type of a column used by a view or rule), whatever the types are"
SAFE = "drop the views, change the type, create the views again with their grants, in one transaction"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_alter_column_type"})


def find(site: Site) -> Hit | None:
    views = site.table.views.get(site.node.name, ()) if site.table else ()
    if not views:
        return None
    text = f"column {site.node.name} of {site.relation} is read by {', '.join(views)}: this statement fails"
    return Hit(text, site.relation)
