"""A statement that scans or rewrites a table under a lock that stops others, without a statement_timeout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import statements

TITLE = "Long statement without a statement_timeout"
SEVERITY = Severity.INFO
WHY = "it stops the application for as long as it takes, and nothing ends it"
SAFE = "opskit refuses such statements unless accepted; by hand: set statement_timeout before it"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    """The first of a file."""
    for site in statements(sites):
        stopped = site.effect.stopped
        unset = site.session.setting("statement_timeout") in (None, "0", "0s", "0ms")
        if stopped and unset and not site.world.settings.get("statement_timeout"):
            text = f"works through {stopped[0]} without a statement_timeout"
            yield site, Hit(text, stopped[0], site.effect.lock, certain=site.effect.certain)
            return
