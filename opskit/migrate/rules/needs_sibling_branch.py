"""A revision that uses a table which only a revision of another branch makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.alembic.branches import lacks
from opskit.migrate.linting import Hit
from opskit.migrate.migration import Migration

TITLE = "Revision that needs another branch without saying so"
SEVERITY = Severity.CRITICAL
WHY = "it fails wherever the other branch is not in yet, and works on the machine of whoever wrote it"
SAFE = "name the other revision in depends_on, or let this one revise it"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    by_name = {each.revision: each for each in migrations}
    for lack in lacks(migrations):
        text = f"{lack.revision} uses {lack.table}, which only {lack.maker} makes, on another branch"
        yield by_name[lack.revision], lack.line, Hit(text, lack.table)
