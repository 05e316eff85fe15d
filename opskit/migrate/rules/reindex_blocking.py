"""REINDEX without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word
from opskit.migrate.transactional import concurrently

TITLE = "REINDEX that stops writes, and in practice reads"
SEVERITY = Severity.CRITICAL
WHY = (
    "SHARE lock on the table and ACCESS EXCLUSIVE on the index while it is built: writes wait, and so does every query"
    " whose planning looks at the index"
)
SAFE = "reindex concurrently, outside a transaction; opskit does so"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"reindex_stmt"})

_WHOLE = {"REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"}


def find(site: Site) -> Hit | None:
    """A schema or a database has tables whether or not a catalog was asked."""
    kind = enum_word(site.node, "kind")
    if concurrently(site.node) or not (site.effect.stopped or kind in _WHOLE):
        return None
    what = site.relation or f"{kind.removeprefix('REINDEX_OBJECT_').lower()} {site.node.name}".strip()
    text = f"rebuilding {what} stops writes, and queries that plan with its indexes, until it is done"
    safe = kind != "REINDEX_OBJECT_SYSTEM"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=safe, certain=site.effect.certain or kind in _WHOLE)
