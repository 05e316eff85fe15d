"""An Alembic project with several heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.lineage import heads
from opskit.migrate.linting import Hit
from opskit.migrate.migration import Migration

TITLE = "Several heads"
SEVERITY = Severity.CRITICAL
WHY = "alembic upgrade head refuses, and in which order the branches go in is open"
SAFE = "join them with alembic merge heads; until then name the one meant with opskit apply --to REVISION"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    top = heads(migrations)
    names = ", ".join(each.revision for each in top)
    for migration in top if len(top) > 1 else ():
        yield migration, 0, Hit(f"{migration.revision} is one of {len(top)} heads: {names}")
