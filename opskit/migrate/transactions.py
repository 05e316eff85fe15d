"""The explicit transactions of a file, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from opskit.core.lock import Lock
from opskit.migrate.flow import Site


def statements(sites: Sequence[Site]) -> list[Site]:
    """Whole statements: no commands of an ALTER TABLE, and what stands in a DO block instead of the block."""
    return [site for site in sites if site.node is site.whole and site.kind != "do_stmt"]


def transactions(sites: Sequence[Site]) -> list[list[Site]]:
    """The statements of each BEGIN … COMMIT, and of each DO block that does not commit, in order."""
    inside = (site for site in statements(sites) if site.session.in_transaction and site.kind != "transaction_stmt")
    return [list(group) for _, group in groupby(inside, key=lambda site: site.session.opened)]


def strong(site: Site, least: Lock = Lock.SHARE) -> list[str]:
    """The relations that a statement locks at least so."""
    return [each.name for each in site.effect.locks if each.lock.strength >= least.strength]
