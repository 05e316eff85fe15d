"""SET lock_timeout to less than deadlock_timeout."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.durations import milliseconds
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "lock_timeout that never gets past an autovacuum"
SEVERITY = Severity.WARNING
WHY = (
    "the server cancels an autovacuum that is in the way only after deadlock_timeout (1 s): a shorter wait always fails"
)
SAFE = "set lock_timeout to at least 1.5 times deadlock_timeout: set lock_timeout = '2s'"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"variable_set_stmt"})
# PostgreSQL's default; a catalog says what this server has.
DEADLOCK_TIMEOUT = "1s"


def find(site: Site) -> Hit | None:
    name, after = site.node.name.lower(), site.session.after(site.parsed)
    value = milliseconds(after.setting("lock_timeout") or "")
    least = milliseconds(site.world.settings.get("deadlock_timeout", DEADLOCK_TIMEOUT))
    if name != "lock_timeout" or not value or least is None or value > least:
        return None
    return Hit(f"lock_timeout of {value:.0f} ms is not above deadlock_timeout ({least:.0f} ms)")
