"""A revision whose statements cannot be known before it runs: it reads rows, asks the database, or raises an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.linting import Hit
from opskit.migrate.migration import Migration

TITLE = "Revision that cannot be rendered offline"
SEVERITY = Severity.WARNING
WHY = "nobody can review what it locks, and opskit does not run what it cannot show"
SAFE = "write it as SQL with op.execute, INSERT … SELECT instead of rows read into Python"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    for migration in migrations:
        if fault := migration.unrenderable:
            yield migration, fault.line, Hit(f"{migration.revision} cannot be rendered offline: {fault.text}")
