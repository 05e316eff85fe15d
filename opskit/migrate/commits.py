"""Which statements of a file end together: their locks are held until the last of them is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word

_BEGINS = {"TRANS_STMT_BEGIN", "TRANS_STMT_START"}
_ENDS = {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"}


def committed_together(sites: Iterable[Site]) -> Iterator[list[Site]]:
    """The sites of one transaction in their order; outside of BEGIN and COMMIT those of one statement or DO block."""
    group: list[Site] = []
    opened = False
    for site in sites:
        if group and not opened and not _one_statement(group[-1], site):
            yield group
            group = []
        group.append(site)
        kind = enum_word(site.node, "kind") if site.kind == "transaction_stmt" else ""
        opened = (opened or kind in _BEGINS) and kind not in _ENDS
    if group:
        yield group


def _one_statement(before: Site, site: Site) -> bool:
    """A block that commits in between (flow then has it outside of a transaction) is taken statement by statement."""
    if site.inside and not site.session.in_transaction:
        return site.whole is before.whole
    return site.parsed.ordinal == before.parsed.ordinal
