"""Strong locks on several relations, held together in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import strong, transactions

TITLE = "Several tables locked at once"
SEVERITY = Severity.WARNING
WHY = "the first table waits for the lock on the last one, and a deadlock with the application becomes likely"
SAFE = "leave BEGIN and COMMIT out: opskit takes the lock of each statement on its own"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for many in transactions(sites):
        held: list[str] = []
        for site in many:
            new = [name for name in strong(site) if name not in held and _is_table(site, name)]
            if held and new:
                yield site, Hit(f"locks {new[0]} while {', '.join(held)} is still locked", new[0], site.effect.lock)
                break
            held += new


def _is_table(site: Site, name: str) -> bool:
    """Indexes and TOAST belong to the table that is locked anyway."""
    relation = site.world.get(name)
    return not name.startswith("toast ") and (relation is None or relation.kind in "rpmf")
