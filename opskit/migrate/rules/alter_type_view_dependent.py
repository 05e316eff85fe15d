"""ALTER TABLE … ALTER COLUMN … TYPE of a column that a view, rule, policy or generated column reads."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Type change of a column that a view or other object reads"
SEVERITY = Severity.CRITICAL
WHY = "the server refuses to change the type of a column that a view, rule, policy or generated column reads"
SAFE = "drop what reads it, change the type, create that again with its grants, in one transaction"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_alter_column_type"})

_REFUSED = "cannot alter type of a column used by"


def find(site: Site) -> Hit | None:
    if _REFUSED not in site.effect.fails:
        return None
    message = site.effect.fails.partition(": ")[2]
    views = site.table.views.get(site.node.name, ()) if site.table else ()
    reason = f"it is read by {', '.join(views)}" if views else message
    return Hit(f"the type of column {site.node.name} of {site.relation} cannot be changed: {reason}", site.relation)
