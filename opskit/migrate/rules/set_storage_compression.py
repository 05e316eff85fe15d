"""ALTER TABLE … ALTER COLUMN … SET STORAGE or SET COMPRESSION."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Storage setting that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock: short, but while it waits for one long query all others wait behind it"
SAFE = (
    "run it with a short lock_timeout, as opskit does; rows that are there keep their form until they are written again"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_set_storage", "at_set_compression"})


def find(site: Site) -> Hit | None:
    if site.effect.lock_on(site.relation) is not Lock.ACCESS_EXCLUSIVE:
        return None
    column = f"the storage of column {site.node.name}"
    text = f"setting {column} asks for a lock that stops reads and writes of {site.relation}"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
