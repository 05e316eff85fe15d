"""DROP SCHEMA."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Schema that is dropped"
SEVERITY = Severity.WARNING
WHY = "CASCADE drops every table, view and function in it, and what depends on these elsewhere"
SAFE = "drop the objects by name, so that the plan shows each; then the empty schema without CASCADE"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") != "OBJECT_SCHEMA":
        return None
    names = ", ".join(each.string.sval for each in site.node.objects)
    if enum_word(site.node, "behavior") == "DROP_CASCADE":
        return Hit(
            f"everything in schema {names} is lost, and what depends on it elsewhere", lock=Lock.ACCESS_EXCLUSIVE
        )
    return Hit(f"code with schema {names} in its search_path or in a name fails once it is gone")
