"""CREATE TRIGGER on a table in use."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "New trigger that queues before all writes"
SEVERITY = Severity.WARNING
WHY = "SHARE ROW EXCLUSIVE lock: short, but while it waits for one long write all other writes wait behind it"
SAFE = "run it with a short lock_timeout, as opskit does; every write pays for the trigger from then on"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"create_trig_stmt"})


def find(site: Site) -> Hit | None:
    lock = site.effect.lock_on(site.relation)
    if lock is None:
        return None
    text = f"creating trigger {site.node.trigname} asks for a lock that stops the writes of {site.relation}"
    return Hit(text, site.relation, lock)
