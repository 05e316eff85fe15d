"""ALTER TABLE … ADD COLUMN … json."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import type_word

TITLE = "Column of type json"
SEVERITY = Severity.INFO
WHY = "json has no equality: SELECT DISTINCT, GROUP BY and UNION over the table's rows begin to fail"
SAFE = "use jsonb"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    if type_word(column) != "json" or site.fresh:
        return None
    text = f"column {column.colname} of type json makes SELECT DISTINCT over rows of {site.relation} fail"
    return Hit(text, site.relation)
