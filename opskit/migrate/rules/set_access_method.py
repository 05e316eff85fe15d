"""ALTER TABLE … SET ACCESS METHOD."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Table that moves to another access method"
SEVERITY = Severity.CRITICAL
WHY = "table and indexes are rewritten under ACCESS EXCLUSIVE"
SAFE = "none: fill a new table with that access method and swap the names, or take a window"
VERSIONS = ">= 15"
STYLE = False
ON = frozenset({"at_set_access_method"})


def find(site: Site) -> Hit | None:
    if not site.effect.rewrites or not site.effect.stopped:
        return None
    method = site.node.name or "default_table_access_method"
    text = f"moving {site.relation} to access method {method} rewrites it while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)
