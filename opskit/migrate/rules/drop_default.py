"""ALTER TABLE … ALTER COLUMN … DROP DEFAULT."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Column that loses its default"
SEVERITY = Severity.WARNING
WHY = "inserts that leave the column out store NULL from then on, or fail where it is NOT NULL"
SAFE = "first deploy code that always writes the column"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_column_default"})


def find(site: Site) -> Hit | None:
    if site.node.HasField("def") or site.fresh or _has_none(site):
        return None
    text = f"inserts into {site.relation} that leave out column {site.node.name} no longer get a value for it"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)


def _has_none(site: Site) -> bool:
    column = site.table.columns.get(site.node.name) if site.table and site.table.whole else None
    return column is not None and not column.default
