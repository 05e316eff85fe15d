"""CREATE OR REPLACE VIEW of a view in use."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "View replacement that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the view: while it waits for one long query on it all others wait behind it"
SAFE = "run it with a short lock_timeout, as opskit does"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"view_stmt"})


def find(site: Site) -> Hit | None:
    view = site.world.key(site.node.view.schemaname, site.node.view.relname)
    known = site.world.get(view)
    if not site.node.replace or (known.fresh if known else site.world.complete):
        return None
    text = f"replacing view {view} asks for a lock that stops everybody who reads through it"
    return Hit(text, view, Lock.ACCESS_EXCLUSIVE, certain=known is not None)
