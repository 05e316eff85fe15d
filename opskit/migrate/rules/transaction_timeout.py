"""BEGIN … with strong locks and no transaction_timeout, on servers that have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import strong, transactions

TITLE = "Transaction with locks and no end in time"
SEVERITY = Severity.INFO
WHY = "its locks are held until it ends, however long its statements take together"
SAFE = "set local transaction_timeout behind BEGIN; opskit runs each statement in a transaction of its own"
VERSIONS = ">= 17"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for many in transactions(sites):
        first = next((site for site in many if strong(site) and not site.inside), None)
        unset = first and first.session.setting("transaction_timeout") in (None, "0")
        if first and unset and first.world.known_from(17):
            yield first, Hit(f"holds {strong(first)[0]} until COMMIT without transaction_timeout", strong(first)[0],
                             first.effect.lock, safe=True)  # fmt: skip
