"""ALTER TABLE, VIEW, MATERIALIZED VIEW or FOREIGN TABLE … RENAME TO."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Table that running code knows by its old name"
SEVERITY = Severity.WARNING
WHY = "between the rename and the deploy of the new code one of the two names fails; the ACCESS EXCLUSIVE lock queues"
SAFE = "rename it and create a view of the old name in one transaction; drop the view when no code names it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"rename_stmt"})

_TABLES = frozenset({"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "rename_type") not in _TABLES or site.fresh or _is_index(site):
        return None
    text = f"code that names {site.relation} fails once it is called {site.node.newname}"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)


def _is_index(site: Site) -> bool:
    """ALTER TABLE renames an index as well."""
    named = site.node.relation
    return site.world.table_of_index(named.schemaname, named.relname) is not None
