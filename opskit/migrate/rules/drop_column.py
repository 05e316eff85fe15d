"""ALTER TABLE … DROP COLUMN."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Column that running code may still name"
SEVERITY = Severity.WARNING
WHY = (
    "statements that name the column fail from then on, its values are gone; the ACCESS EXCLUSIVE lock is short "
    "but queues"
)
SAFE = "first deploy code that no longer names it, then drop it in a later migration"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_drop_column"})


def find(site: Site) -> Hit | None:
    column, table = site.node.name, site.table
    if site.fresh or (table and table.whole and site.node.missing_ok and column not in table.columns):
        return None
    text = f"the values of column {column} of {site.relation} are lost, and code that still names it fails"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
