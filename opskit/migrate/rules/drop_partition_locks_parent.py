"""DROP TABLE of a partition."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word

TITLE = "Partition drop that stops the whole partitioned table"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the parent too: while it waits for one long query all others wait behind it"
SAFE = "first alter table … detach partition … concurrently, then drop the table"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") != "OBJECT_TABLE":
        return None
    for schema, name in dropped(site.node):
        partition = site.world.find(schema, name)
        for parent in partition.parents if partition and partition.is_partition else ():
            if site.effect.lock_on(parent) is Lock.ACCESS_EXCLUSIVE:
                text = (
                    f"dropping its partition {site.world.key(schema, name)} stops reads and writes of all of {parent}"
                )
                return Hit(text, parent, Lock.ACCESS_EXCLUSIVE)
    return None
