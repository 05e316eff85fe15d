"""A file that locks and does not say in pg_stat_activity who it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import statements, strong

TITLE = "Migration without an application_name"
SEVERITY = Severity.INFO
WHY = "whoever looks for the holder of a lock at night sees a session without a name"
SAFE = "opskit names its sessions opskit/RUN/…; by hand: set application_name first"
VERSIONS = ">= 14"
STYLE = True
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    first = next((site for site in statements(sites) if strong(site)), None)
    if first and first.session.setting("application_name") is None:
        yield first, Hit(f"locks {strong(first)[0]} before any application_name is set", strong(first)[0], safe=True)
