"""CREATE INDEX without CONCURRENTLY on a table that others write to."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.ddl import CreateIndex, Ddl
from opskit.migrate.linting import Hit

TITLE = "Index build that stops writes"
SEVERITY = Severity.WARNING
WHY = "SHARE lock on the table for the whole build: every insert, update and delete waits"
SAFE = "opskit builds it CONCURRENTLY; by hand: create index concurrently, outside a transaction"


def find(ddl: Ddl) -> Hit | None:
    if not isinstance(ddl, CreateIndex) or ddl.concurrently:
        return None
    return Hit(
        f"index {ddl.name} is built under a lock that stops all writes to {ddl.relation}",
        ddl.relation,
        Lock.SHARE,
        True,
    )
