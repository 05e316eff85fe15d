"""Concurrent builds on 14.0 to 14.3."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactional import concurrently

TITLE = "Concurrent index build on a server that corrupts it"
SEVERITY = Severity.CRITICAL
WHY = "14.0 to 14.3 may leave rows out of an index built CONCURRENTLY while the table is written to: wrong answers"
SAFE = "upgrade to 14.4 or later first, and reindex what was built concurrently before; amcheck finds the damage"
VERSIONS = ">= 14, < 14.4"
STYLE = False
ON = frozenset({"index_stmt", "reindex_stmt"})


def find(site: Site) -> Hit | None:
    """The release notes of 14.4; an unknown server is taken to be newer than June 2022."""
    concurrent = concurrently(site.node) if site.kind == "reindex_stmt" else site.node.concurrent
    if not concurrent or site.fresh or not 140000 <= site.world.version < 140004:
        return None
    text = f"PostgreSQL 14.{site.world.version % 10000} may corrupt an index that is built CONCURRENTLY"
    return Hit(text, site.relation)
