"""ALTER TABLE … FORCE ROW LEVEL SECURITY."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _forced)


def _forced(before: Before) -> str:
    return f"{'' if before.row['row_security_forced'] else 'NO '}FORCE ROW LEVEL SECURITY"
