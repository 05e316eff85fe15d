"""Two transactions that lock the same two tables in opposite order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.transactions import strong, transactions

TITLE = "Locks taken in opposite order"
SEVERITY = Severity.WARNING
WHY = "run at the same time, each holds what the other waits for: one of them is cancelled as a deadlock"
SAFE = "take the locks in the same order everywhere, or leave BEGIN and COMMIT out"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    seen: dict[tuple[str, str], tuple[FileSites, Site]] = {}
    for file in files:
        for many in transactions(file.sites):
            pairs = list(combinations(_order(many), 2))
            for (one, _), (two, site) in pairs:
                if (two, one) in seen:
                    other, there = seen[(two, one)]
                    where = f"{other.path.name} line {there.parsed.line}"
                    yield file, site, Hit(f"locks {two} after {one}; {where} takes them the other way round", two,
                                          site.effect.lock)  # fmt: skip
            seen |= {(one, two): (file, site) for (one, _), (two, site) in pairs}


def _order(many: Sequence[Site]) -> list[tuple[str, Site]]:
    """Each relation once, in the order in which it is locked."""
    found: dict[str, Site] = {}
    for site in many:
        for name in strong(site):
            found.setdefault(name, site)
    return list(found.items())
