"""Work in a transaction that already holds an ACCESS EXCLUSIVE lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import strong, transactions

TITLE = "Work while everybody is locked out"
SEVERITY = Severity.WARNING
WHY = "an ACCESS EXCLUSIVE lock is held to the end of the transaction: reads wait for all that follows it"
SAFE = "leave BEGIN and COMMIT out: opskit runs each statement on its own, and takes the strong locks briefly"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
LONG = {"update_stmt", "delete_stmt", "insert_stmt", "merge_stmt", "copy_stmt"}


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for many in transactions(sites):
        held = ""
        for site in many:
            if held and (site.effect.scans or site.effect.rewrites or site.kind in LONG):
                yield site, Hit(f"reads and writes of {held} wait while this runs", held, Lock.ACCESS_EXCLUSIVE)
            held = held or next(iter(strong(site, Lock.ACCESS_EXCLUSIVE)), "")
