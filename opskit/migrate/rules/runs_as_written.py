"""Statements that change what exists, for which opskit has no safer form."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.ddl import Ddl, DropConstraint, Other
from opskit.migrate.linting import Hit
from opskit.migrate.locks import locks_of

TITLE = "Statement that runs as written under ACCESS EXCLUSIVE"
SEVERITY = Severity.INFO
WHY = "reads and writes of the table wait while it runs; whether it scans or rewrites the table is not judged yet"
SAFE = "opskit bounds the wait for the lock and tries again; look at the size of the table before the window"


def find(ddl: Ddl) -> Hit | None:
    if isinstance(ddl, DropConstraint):
        return Hit(
            f"dropping constraint {ddl.name} stops reads and writes of {ddl.relation}",
            ddl.relation,
            Lock.ACCESS_EXCLUSIVE,
            False,
        )
    if not isinstance(ddl, Other):
        return None
    strong = [each for each in locks_of(ddl) if each.lock is Lock.ACCESS_EXCLUSIVE]
    return (
        Hit(
            f"runs as written; {strong[0].name} is locked against reads and writes meanwhile",
            strong[0].name,
            Lock.ACCESS_EXCLUSIVE,
            False,
        )
        if strong
        else None
    )
