"""pg_advisory_lock in a migration."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import called_functions

TITLE = "Waiting for an advisory lock"
SEVERITY = Severity.WARNING
WHY = (
    "a session that waits in pg_advisory_lock holds a snapshot: another's CREATE INDEX CONCURRENTLY waits for it, which"
    " ends as a deadlock and leaves an INVALID index; behind a pooler the lock stays with the server's session"
)
SAFE = "opskit lets one operator at a time work on a database by itself; by hand poll pg_try_advisory_lock"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"select_stmt", "call_stmt"})
WAITS = {"pg_advisory_lock", "pg_advisory_lock_shared", "pg_advisory_xact_lock", "pg_advisory_xact_lock_shared"}


def find(site: Site) -> Hit | None:
    found = sorted(WAITS & called_functions(site.node))
    return Hit(f"waits in {found[0]}") if found else None
