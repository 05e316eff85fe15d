"""ALTER TABLE or VIEW … SET SCHEMA."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Table that moves to another schema"
SEVERITY = Severity.WARNING
WHY = "code that names it with the old schema, or without and by search_path, fails; the ACCESS EXCLUSIVE lock queues"
SAFE = "leave a view of the old name behind in the same transaction; drop it when no code names it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_object_schema_stmt"})


def find(site: Site) -> Hit | None:
    if not site.relation or site.fresh:
        return None
    text = f"code that looks for {site.relation} fails once it is in schema {site.node.newschema}"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
