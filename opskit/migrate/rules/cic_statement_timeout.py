"""Builds and validations under a statement_timeout."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.timeouts import short_limit
from opskit.migrate.transactional import concurrently

TITLE = "Concurrent index build or validation under a short statement_timeout"
SEVERITY = Severity.WARNING
WHY = "it takes as long as the table is large: cancelled, a build leaves an INVALID index, and a validation begins anew"
SAFE = "set statement_timeout = 0 for this statement; opskit does so"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt", "drop_stmt", "reindex_stmt", "at_validate_constraint"})


def find(site: Site) -> Hit | None:
    limit = short_limit(site.session, "statement_timeout") if _long(site) and not site.fresh else ""
    if not limit:
        return None
    left = "" if site.kind == "at_validate_constraint" else " and leaves an INVALID index"
    return Hit(f"statement_timeout = {limit} cancels it{left}", site.relation, safe=True)


def _long(site: Site) -> bool:
    """Validating what is valid already reads nothing."""
    if site.kind == "at_validate_constraint":
        return bool(site.effect.scans)
    return concurrently(site.node) if site.kind == "reindex_stmt" else bool(site.node.concurrent)
