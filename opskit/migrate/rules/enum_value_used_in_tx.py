"""A value added to an enumeration and used in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactions import transactions

TITLE = "New enumeration value used before it is committed"
SEVERITY = Severity.CRITICAL
WHY = "the server refuses it: unsafe use of new value (55P04), and the transaction is lost"
SAFE = "commit the value first; opskit runs each statement in a transaction of its own"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    for many in transactions(sites):
        new: list[str] = []
        for site in many:
            used = next((value for value in new if f"'{value}'" in site.parsed.text), "")
            if used:
                yield site, Hit(f"uses the value {used!r} that the same transaction adds")
            if site.kind == "alter_enum_stmt" and not site.node.old_val:
                new.append(site.node.new_val)
