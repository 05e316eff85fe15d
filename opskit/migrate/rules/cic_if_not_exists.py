"""CREATE INDEX CONCURRENTLY IF NOT EXISTS."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.ddl import CreateIndex, Ddl
from opskit.migrate.linting import Hit

TITLE = "IF NOT EXISTS that hides an INVALID index"
SEVERITY = Severity.WARNING
WHY = "a failed build leaves an INVALID index of the same name; the retry says it exists and succeeds"
SAFE = "opskit looks at pg_index instead: an INVALID leftover is dropped and built again"


def find(ddl: Ddl) -> Hit | None:
    if not isinstance(ddl, CreateIndex) or not ddl.if_not_exists:
        return None
    text = f"if an INVALID index {ddl.name} is left over, this statement passes over it"
    return Hit(text, ddl.relation, Lock.SHARE_UPDATE_EXCLUSIVE, True)
