"""ALTER TABLE … ADD UNIQUE (columns)."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.ddl import AddUnique, Ddl
from opskit.migrate.linting import Hit

TITLE = "Unique constraint that builds its index under ACCESS EXCLUSIVE"
SEVERITY = Severity.WARNING
WHY = "the index is built while reads and writes of the table wait"
SAFE = "opskit builds the unique index CONCURRENTLY and adds the constraint USING INDEX"


def find(ddl: Ddl) -> Hit | None:
    if not isinstance(ddl, AddUnique):
        return None
    text = f"constraint {ddl.name} builds its index while reads and writes of {ddl.relation} wait"
    return Hit(text, ddl.relation, Lock.ACCESS_EXCLUSIVE, True)
