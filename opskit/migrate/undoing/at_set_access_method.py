"""ALTER TABLE … SET ACCESS METHOD; a partitioned table may have none of its own (17)."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _kept_by)


def _kept_by(before: Before) -> str:
    return f"SET ACCESS METHOD {before.row['access_method'] or 'DEFAULT'}"
