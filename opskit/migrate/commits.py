"""Which statements of a file end together: their locks are held until the last of them is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.migrate.flow import Site
from opskit.migrate.parser import enum_word

_ENDS = {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"}


def committed_together(sites: Iterable[Site]) -> Iterator[list[Site]]:
    """The sites of one transaction in their order; outside of BEGIN and COMMIT those of one statement."""
    group: list[Site] = []
    for site in sites:
        if group and not site.session.in_transaction and site.parsed.ordinal != group[-1].parsed.ordinal:
            yield group
            group = []
        group.append(site)
        if site.kind == "transaction_stmt" and enum_word(site.node, "kind") in _ENDS:
            yield group
            group = []
    if group:
        yield group
