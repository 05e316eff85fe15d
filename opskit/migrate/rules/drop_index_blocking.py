"""DROP INDEX without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.ddl import Ddl, DropIndex
from opskit.migrate.linting import Hit

TITLE = "Index drop that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the table: short, but while it waits for one long query all others wait behind it"
SAFE = "opskit drops it CONCURRENTLY; by hand: drop index concurrently, outside a transaction"


def find(ddl: Ddl) -> Hit | None:
    if not isinstance(ddl, DropIndex) or ddl.concurrently:
        return None
    name = qualified(ddl.schema, ddl.name)
    return Hit(
        f"dropping index {name} asks for a lock that stops reads and writes",
        name,
        Lock.ACCESS_EXCLUSIVE,
        not ddl.cascade,
    )
