"""CREATE TABLE … REFERENCES a table in use."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "New table that stops the writes of the one it references"
SEVERITY = Severity.WARNING
WHY = "SHARE ROW EXCLUSIVE lock on the referenced table: short, but its writes wait behind it while it queues"
SAFE = "create the table without the foreign key and add that NOT VALID in a step of its own, with a short lock_timeout"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"create_stmt"})


def find(site: Site) -> Hit | None:
    parents = [each.name for each in site.effect.locks if each.lock is Lock.SHARE_ROW_EXCLUSIVE]
    if not parents:
        return None
    names = ", ".join(parents)
    text = f"creating {site.relation} with its foreign key asks for a lock that stops the writes of {names}"
    return Hit(text, parents[0], Lock.SHARE_ROW_EXCLUSIVE)
