"""CREATE TYPE … AS ENUM."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Enumeration where a table would do"
SEVERITY = Severity.INFO
WHY = "its values can be added and renamed, never removed or put into another order"
SAFE = "a table of the values, with a foreign key to it"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_enum_stmt"})


def find(site: Site) -> Hit | None:
    name = ".".join(part.string.sval for part in site.node.type_name)
    return Hit(f"type {name} is an enumeration")
