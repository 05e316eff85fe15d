"""ALTER SCHEMA … RENAME TO."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Schema that running code knows by its old name"
SEVERITY = Severity.WARNING
WHY = "every name with that schema, and every search_path and function body with it, fails from then on"
SAFE = "create the new schema and move the tables one by one, each with a view of the old name"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"rename_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "rename_type") != "OBJECT_SCHEMA":
        return None
    return Hit(f"code that names schema {site.node.subname} fails once it is called {site.node.newname}")
