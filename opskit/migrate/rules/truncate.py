"""TRUNCATE."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Table that is emptied"
SEVERITY = Severity.WARNING
WHY = "all rows are gone, unseen even by older snapshots; the ACCESS EXCLUSIVE lock queues"
SAFE = "delete the rows that are meant in batches, or keep a dump and run it with a short lock_timeout"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"truncate_stmt"})


def find(site: Site) -> Hit | None:
    known = [site.world.key(each.range_var.schemaname, each.range_var.relname) for each in site.node.relations]
    names = [name for name in known if site.effect.lock_on(name) is Lock.ACCESS_EXCLUSIVE]
    if not names:
        return None
    text = f"all rows of {', '.join(names)} are lost, while reads and writes wait"
    return Hit(text, names[0], Lock.ACCESS_EXCLUSIVE)
