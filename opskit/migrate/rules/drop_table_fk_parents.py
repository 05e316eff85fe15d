"""DROP TABLE of a table with foreign keys to or from others."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word
from opskit.migrate.world import Relation

TITLE = "Table drop that stops other tables too"
SEVERITY = Severity.WARNING
WHY = "its foreign keys go with it: ACCESS EXCLUSIVE lock on each table at their other end"
SAFE = "drop the foreign keys first, one by one, each with a short lock_timeout; then drop the table"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") != "OBJECT_TABLE":
        return None
    tables = [table for table in (site.world.find(*each) for each in dropped(site.node)) if table]
    names = {table.name for table in tables}
    ends = {end for table in tables for end in _other_ends(table)} - names
    stopped = sorted(end for end in ends if site.effect.lock_on(end) is Lock.ACCESS_EXCLUSIVE)
    if not stopped:
        return None
    text = f"dropping {', '.join(sorted(names))} stops reads and writes of {', '.join(stopped)} too, for a foreign key"
    return Hit(text, stopped[0], Lock.ACCESS_EXCLUSIVE)


def _other_ends(table: Relation) -> set[str]:
    return {each.references for each in table.constraints.values() if each.kind == "f"} | set(table.referenced_by)
