"""UPDATE or DELETE of a whole table in one statement, or data changed in the transaction of a schema change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import statements, strong, transactions

TITLE = "Rows of a whole table changed in one go"
SEVERITY = Severity.WARNING
WHY = "every row stays locked until it ends, the table grows by its own size, and replicas fall behind"
SAFE = "change some thousand rows at a time, each batch committed, outside the transaction of a schema change"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
CHANGES = ("update_stmt", "delete_stmt")


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for site in statements(sites):
        if site.kind in CHANGES and not site.fresh and not site.node.HasField("where_clause"):
            yield site, Hit(f"changes every row of {site.relation} in one transaction", site.relation,
                            Lock.ROW_EXCLUSIVE)  # fmt: skip
    for many in transactions(sites):
        held = next((name for site in many for name in strong(site, Lock.ACCESS_EXCLUSIVE)), "")
        for site in many if held else []:
            if site.kind in CHANGES and not site.fresh and site.node.HasField("where_clause"):
                yield site, Hit(f"changes rows in the transaction that locks {held}", held, Lock.ACCESS_EXCLUSIVE)
