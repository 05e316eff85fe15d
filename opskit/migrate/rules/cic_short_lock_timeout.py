"""CONCURRENTLY under a lock_timeout."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.timeouts import short_limit
from opskit.migrate.transactional import concurrently

TITLE = "Concurrent index build under a short lock_timeout"
SEVERITY = Severity.WARNING
WHY = (
    "it waits for every older transaction, of other tables too, and that wait counts as a lock: lock_timeout cancels"
    " it and leaves an INVALID index"
)
SAFE = "set lock_timeout = 0 for this statement; opskit does so, and watches the build instead"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt", "drop_stmt", "reindex_stmt"})


def find(site: Site) -> Hit | None:
    limit = short_limit(site.session, "lock_timeout") if _concurrent_index(site) and not site.fresh else ""
    if not limit:
        return None
    text = f"lock_timeout = {limit} cancels it while an older transaction runs, and an INVALID index stays"
    return Hit(text, site.relation, Lock.SHARE_UPDATE_EXCLUSIVE, safe=True)


def _concurrent_index(site: Site) -> bool:
    if site.kind == "reindex_stmt":
        return concurrently(site.node)
    return bool(site.node.concurrent)
