"""ALTER TABLE … OF."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _typed)


def _typed(before: Before) -> str:
    of_type = before.row["of_type"]
    return f"OF {of_type}" if of_type else "NOT OF"
