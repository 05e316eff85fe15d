"""ALTER TABLE … DROP CONSTRAINT of a foreign key."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Dropping a foreign key also locks the table it references"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on both tables: short, but while it queues for one, reads and writes of the other wait too"
SAFE = "a short lock_timeout and a quiet time; lock the referenced table first, as the application does"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_drop_constraint"})

# Endings of the names PostgreSQL gives to what is no foreign key.
_OTHERS = ("_check", "_key", "_pkey", "_excl", "_not_null")


def find(site: Site) -> Hit | None:
    if site.fresh or site.effect.fails:
        return None
    constraint = site.table.constraints.get(site.node.name) if site.table else None
    if constraint is None:
        return _in_doubt(site)
    itself = constraint.references == site.relation
    if constraint.kind != "f" or itself or not site.effect.lock_on(constraint.references):
        return None
    text = f"dropping {site.node.name} stops reads and writes of {constraint.references} too, which it references"
    return Hit(text, constraint.references, Lock.ACCESS_EXCLUSIVE)


def _in_doubt(site: Site) -> Hit | None:
    if site.world.complete or (site.table and site.table.whole) or site.node.name.endswith(_OTHERS):
        return None
    text = f"if {site.node.name} is a foreign key, the table it references is locked too"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=False)
