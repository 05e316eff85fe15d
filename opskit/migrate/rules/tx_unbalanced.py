"""BEGIN without its COMMIT in the same file, or COMMIT without a BEGIN."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Transaction that is left open, or ended without having begun"
SEVERITY = Severity.WARNING
WHY = "what is left open is rolled back when the session ends, or holds its locks until then"
SAFE = "close every BEGIN with its COMMIT; opskit keeps what is between them one transaction"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
ENDS = {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"}


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    marks = [site for site in sites if site.kind == "transaction_stmt" and not site.inside]
    for site in marks:
        if enum_word(site.node, "kind") in ENDS and not site.session.in_transaction:
            yield site, Hit("ends a transaction that was never begun here")
    if sites and sites[-1].session.after(sites[-1].parsed).in_transaction:
        last = sites[-1].session.after(sites[-1].parsed).opened
        begun = next((site for site in marks if site.parsed.line == last), sites[-1])
        yield begun, Hit("begins a transaction that the file never ends")
