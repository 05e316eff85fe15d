"""REFRESH MATERIALIZED VIEW CONCURRENTLY of a view without a unique index."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.world import Index

TITLE = "Concurrent refresh without a unique index"
SEVERITY = Severity.CRITICAL
WHY = "the server refuses it (55000): rows are matched by a unique index over plain columns and without WHERE"
SAFE = "first create unique index concurrently on columns of the materialized view"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"refresh_mat_view_stmt"})


def find(site: Site) -> Hit | None:
    view = site.table
    if not site.node.concurrent or view is None or not view.whole or any(map(_matches_rows, view.indexes.values())):
        return None
    text = f"{site.relation} has no unique index over plain columns: this statement fails"
    return Hit(text, site.relation)


def _matches_rows(index: Index) -> bool:
    return index.unique and index.valid and not index.partial and all(index.columns)
