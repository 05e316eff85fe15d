"""BEGIN … with strong locks and no idle_in_transaction_session_timeout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import strong, transactions

TITLE = "Transaction with locks that nothing ends when its client stalls"
SEVERITY = Severity.INFO
WHY = "a client that hangs between two statements keeps every lock it holds"
SAFE = "opskit sets idle_in_transaction_session_timeout; by hand: set it before BEGIN"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
NAME = "idle_in_transaction_session_timeout"


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for many in transactions(sites):
        first = next((site for site in many if strong(site) and not site.inside), None)
        if first and first.session.setting(NAME) in (None, "0") and not first.world.settings.get(NAME):
            yield first, Hit(f"holds {strong(first)[0]} until COMMIT without {NAME}", strong(first)[0],
                             first.effect.lock, safe=True)  # fmt: skip
