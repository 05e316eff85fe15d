"""DROP TRIGGER on a table in use."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped_from, enum_word

TITLE = "Trigger drop that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock: short, but while it waits for one long query all others wait behind it"
SAFE = "run it with a short lock_timeout, as opskit does; or DISABLE TRIGGER, for which reads do not wait"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") != "OBJECT_TRIGGER":
        return None
    schema, table, trigger = dropped_from(site.node)[0]
    relation = site.world.key(schema, table)
    if site.effect.lock_on(relation) is not Lock.ACCESS_EXCLUSIVE:
        return None
    text = f"dropping trigger {trigger} asks for a lock that stops reads and writes of {relation}"
    return Hit(text, relation, Lock.ACCESS_EXCLUSIVE)
