"""BEGIN inside of a transaction."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "BEGIN inside of a transaction"
SEVERITY = Severity.WARNING
WHY = "the server warns and ignores it; the first COMMIT then ends the whole, and what follows runs outside"
SAFE = "one BEGIN and one COMMIT for a transaction; opskit keeps what is between them one"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"transaction_stmt"})


def find(site: Site) -> Hit | None:
    begins = enum_word(site.node, "kind") in ("TRANS_STMT_BEGIN", "TRANS_STMT_START")
    if not begins or not site.session.in_transaction:
        return None
    return Hit(f"the transaction of line {site.session.opened} is still open")
