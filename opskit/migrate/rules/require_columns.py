"""CREATE TABLE without created_at and updated_at."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import new_columns

TITLE = "Table that does not say when its rows were made"
SEVERITY = Severity.INFO
WHY = "without them nobody can tell which rows a bad release has touched"
SAFE = "created_at and updated_at, timestamptz not null default now()"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_stmt"})
WANTED = ("created_at", "updated_at")


def find(site: Site) -> Hit | None:
    if site.node.HasField("partbound") or site.node.inh_relations:
        return None
    missing = [name for name in WANTED if name not in {each.colname for each in new_columns(site)}]
    return Hit(f"table {site.relation} has no {' and no '.join(missing)}", site.relation) if missing else None
