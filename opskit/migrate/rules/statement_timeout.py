"""A statement that scans or rewrites a table under a lock that stops others, without a statement_timeout."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Long statement without a statement_timeout"
SEVERITY = Severity.INFO
WHY = "it stops the application for as long as it takes, and nothing ends it"
SAFE = "opskit refuses such statements unless accepted; by hand: set statement_timeout before it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_table_stmt", "index_stmt", "reindex_stmt", "cluster_stmt", "refresh_mat_view_stmt"})


def find(site: Site) -> Hit | None:
    if not site.effect.stopped or site.session.setting("statement_timeout") not in (None, "0"):
        return None
    if site.world.settings.get("statement_timeout"):
        return None
    return Hit(f"works through {site.effect.stopped[0]} without a statement_timeout", site.effect.stopped[0],
               site.effect.lock, certain=site.effect.certain)  # fmt: skip
