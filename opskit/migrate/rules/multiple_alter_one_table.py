"""Two ALTER TABLE of the same table, one right behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import statements, strong

TITLE = "The same table locked again and again"
SEVERITY = Severity.INFO
WHY = "each statement queues for its lock anew, and a rewrite or a scan is done once for each"
SAFE = "write the commands into one ALTER TABLE, where they need no more than an instant"
VERSIONS = ">= 14"
STYLE = True
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for one, two in pairwise(statements(sites)):
        both = one.kind == two.kind == "alter_table_stmt" and one.relation == two.relation != ""
        if both and strong(one, Lock.ACCESS_EXCLUSIVE) and strong(two, Lock.ACCESS_EXCLUSIVE):
            yield two, Hit(f"alters {two.relation} right after the statement of line {one.parsed.line}", two.relation,
                           two.effect.lock)  # fmt: skip
