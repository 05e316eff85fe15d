"""DROP INDEX without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import dropped, enum_word

TITLE = "Index drop that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the table: short, but while it waits for one long query all others wait behind it"
SAFE = "opskit drops it CONCURRENTLY; by hand: drop index concurrently, outside a transaction"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") != "OBJECT_INDEX" or site.node.concurrent:
        return None
    schema, name = dropped(site.node)[0]
    table = site.world.table_of_index(schema, name)
    if table and table.fresh:
        return None
    index = site.world.key(schema, name)
    cascade = enum_word(site.node, "behavior") == "DROP_CASCADE"
    text = f"dropping index {index} asks for a lock that stops reads and writes"
    return Hit(text, table.name if table else index, Lock.ACCESS_EXCLUSIVE, safe=not cascade)
