"""A statement that asks for a strong lock while no lock_timeout is in effect at its place: none was set yet, or it was
reset, rolled back, or set LOCAL to a transaction that is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import statements, strong

TITLE = "Wait for a lock without a limit"
SEVERITY = Severity.INFO
WHY = "while it waits behind one long transaction, everybody else waits behind it"
SAFE = "opskit sets a lock_timeout for each try and tries again; by hand: set lock_timeout = '2s' before it"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    """The first statement of each stretch without one."""
    missing = False
    for site in statements(sites):
        before, missing = missing, site.session.setting("lock_timeout") in (None, "0", "0ms", "0s")
        asks = strong(site)
        if missing and asks and not site.world.settings.get("lock_timeout"):
            if not before:
                yield site, Hit(f"waits for {asks[0]} without a lock_timeout", asks[0], site.effect.lock, safe=True)
        elif missing:
            missing = before
