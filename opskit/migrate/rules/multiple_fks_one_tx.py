"""Foreign keys to several tables in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.commits import committed_together
from opskit.migrate.constraints import MAKERS, foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Foreign keys to several tables in one transaction"
SEVERITY = Severity.WARNING
WHY = "SHARE ROW EXCLUSIVE locks on all these tables are gathered and held to the commit: longer queues, and deadlocks"
SAFE = "each foreign key in a statement and a transaction of its own"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    """One hit a transaction, at the site that locks the second table."""
    for group in committed_together(sites):
        parents: dict[str, None] = {}
        for site in (each for each in group if each.kind in MAKERS):
            before = len(parents)
            parents |= {key.parent: None for key in foreign_keys(site) if site.effect.lock_on(key.parent)}
            if before < 2 <= len(parents):
                text = f"{' and '.join(parents)} are locked together, until the last foreign key is added"
                yield site, Hit(text, site.relation, Lock.SHARE_ROW_EXCLUSIVE)
