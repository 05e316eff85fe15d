"""TRUNCATE … CASCADE."""

from __future__ import annotations

from collections.abc import Iterable

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word
from opskit.migrate.world import World

TITLE = "Truncation that reaches tables it does not name"
SEVERITY = Severity.WARNING
WHY = "every table with a foreign key to an emptied one is emptied too, and so on"
SAFE = "name all tables that are meant, and leave CASCADE out"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"truncate_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "behavior") != "DROP_CASCADE":
        return None
    named = [site.world.key(each.range_var.schemaname, each.range_var.relname) for each in site.node.relations]
    reached = sorted(_referencing(site.world, named) - set(named))
    if reached:
        text = f"the rows of {', '.join(reached)}, which the statement does not name, are lost too"
        return Hit(text, reached[0], Lock.ACCESS_EXCLUSIVE)
    unknown = [name for name in named if not _whole(site.world, name)]
    if not unknown:
        return None
    text = f"the rows of all tables with a foreign key to {', '.join(unknown)} are lost too"
    return Hit(text, unknown[0], Lock.ACCESS_EXCLUSIVE, certain=False)


def _referencing(world: World, names: Iterable[str]) -> set[str]:
    """The tables with a foreign key to these, or to those, and so on."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        table = world.get(todo.pop())
        new = set(table.referenced_by) - found if table else set()
        found |= new
        todo += new
    return found


def _whole(world: World, name: str) -> bool:
    table = world.get(name)
    return table is not None and table.whole
