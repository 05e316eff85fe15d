"""ALTER TABLE … ALTER COLUMN … SET DEFAULT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.earlier import on_older_columns
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Column that gets another default"
SEVERITY = Severity.WARNING
WHY = (
    "inserts that leave the column out store another value from then on, also those of code that counts on the old one"
)
SAFE = "make sure that no running code leaves the column out and counts on the old value; old rows keep theirs"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Iterable[Site]) -> Iterator[tuple[Site, Hit]]:
    for site in on_older_columns(sites, "at_column_default"):
        if site.node.HasField("def") and not site.fresh:
            text = f"inserts into {site.relation} that leave out column {site.node.name} store a new default"
            yield site, Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
