"""ALTER TABLE … ALTER COLUMN … SET NOT NULL that has to read the table."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.world import unvalidated_not_null

TITLE = "NOT NULL that reads the whole table under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "every row is read while reads and writes wait; a valid CHECK (column IS NOT NULL) spares the reading"
SAFE = "opskit validates a CHECK first; on 18 it adds NOT NULL as NOT VALID and validates that"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_set_not_null"})


def find(site: Site) -> Hit | None:
    column = site.node.name
    if not site.effect.scans or not site.effect.stopped or unvalidated_not_null(site.table, column):
        return None
    text = f"every row of {site.relation} is read for NULLs in column {column} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True, certain=site.effect.certain)
