"""A relation named without its schema."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Relation that the search path decides about"
SEVERITY = Severity.INFO
WHY = "under another search_path the statement finds another table, or makes it elsewhere"
SAFE = "write the schema in front of the name"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_stmt", "alter_table_stmt", "index_stmt", "view_stmt", "create_trig_stmt"})


def find(site: Site) -> Hit | None:
    named = site.node.view if site.kind == "view_stmt" else site.node.relation
    return None if named.schemaname else Hit(f"{named.relname} is named without its schema", site.relation)
