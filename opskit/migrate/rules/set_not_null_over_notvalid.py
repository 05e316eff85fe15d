"""ALTER TABLE … ALTER COLUMN … SET NOT NULL where a NOT NULL constraint waits to be validated."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.world import unvalidated_not_null

TITLE = "SET NOT NULL in place of VALIDATE CONSTRAINT"
SEVERITY = Severity.CRITICAL
WHY = "SET NOT NULL validates the NOT VALID constraint under ACCESS EXCLUSIVE; VALIDATE lets reads and writes go on"
SAFE = "alter table … validate constraint …: the same reading under SHARE UPDATE EXCLUSIVE"
VERSIONS = ">= 18"
STYLE = False
ON = frozenset({"at_set_not_null"})


def find(site: Site) -> Hit | None:
    column = site.node.name
    waiting = unvalidated_not_null(site.table, column)
    if waiting is None or not site.effect.stopped:
        return None
    text = f"constraint {waiting.name} of {site.relation} is validated while reads and writes wait; VALIDATE it instead"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True)
