"""DROP INDEX without CONCURRENTLY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word

TITLE = "Index drop that queues before everybody"
SEVERITY = Severity.WARNING
WHY = "ACCESS EXCLUSIVE lock on the table: short, but while it waits for one long query all others wait behind it"
SAFE = "opskit drops it CONCURRENTLY; by hand: drop index concurrently, outside a transaction"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    """An index of a partitioned table cannot be dropped concurrently. Where all is as the migration made it, or gone,
    nothing is locked."""
    if enum_word(site.node, "remove_type") != "OBJECT_INDEX" or site.node.concurrent or not site.effect.locks:
        return None
    names = [site.world.key(*each) for each in dropped(site.node)]
    tables = [table for each in names if (table := site.world.table_with_index(each)) and not table.fresh]
    known = [table.name for table in tables]
    name = next((each for each in names if site.effect.lock_on(each)), names[0])
    cascade = enum_word(site.node, "behavior") == "DROP_CASCADE"
    text = f"dropping index {name} asks for a lock that stops reads and writes"
    text += f" of {' and '.join(dict.fromkeys(known))}" if known else ""
    partitioned = any(table.kind == "p" for table in tables)
    return Hit(text, known[0] if known else name, Lock.ACCESS_EXCLUSIVE, safe=not (cascade or partitioned))
