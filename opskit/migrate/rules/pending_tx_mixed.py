"""A revision in which a statement that runs outside of transactions, as CREATE INDEX CONCURRENTLY does, stands
beside others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.alembic.branches import written
from opskit.migrate.linting import Hit
from opskit.migrate.migration import Migration
from opskit.migrate.transactional import transactional

TITLE = "CONCURRENTLY together with other statements in one revision"
SEVERITY = Severity.INFO
WHY = "alembic commits what stands before an autocommit_block: where the rest fails, half of it is done and unrecorded"
SAFE = "give it a revision of its own; opskit records each statement and goes on where it stopped"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    for migration in migrations:
        statements = list(written(migration))
        alone = [line for line, each in statements if not transactional(each)]
        if alone and len(statements) > 1:
            text = (
                f"{migration.revision} has {len(statements)} statements, and at this one those before it are committed"
            )
            yield migration, alone[0], Hit(text, safe=True)
