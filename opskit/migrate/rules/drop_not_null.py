"""ALTER TABLE … ALTER COLUMN … DROP NOT NULL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.earlier import on_older_columns
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Column that may be NULL from now on"
SEVERITY = Severity.WARNING
WHY = "code that was sure of a value may read NULL, and the way back has to test every row"
SAFE = "first deploy code that can read NULL"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Iterable[Site]) -> Iterator[tuple[Site, Hit]]:
    for site in on_older_columns(sites, "at_drop_not_null"):
        if not site.fresh and not _nullable(site):
            text = f"code that reads column {site.node.name} of {site.relation} may find NULL"
            yield site, Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)


def _nullable(site: Site) -> bool:
    table = site.table
    column = table.columns.get(site.node.name) if table and table.whole else None
    return column is not None and not column.not_null
