"""ALTER TABLE … ENABLE ROW LEVEL SECURITY."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _secured)


def _secured(before: Before) -> str:
    return f"{'ENABLE' if before.row['row_security'] else 'DISABLE'} ROW LEVEL SECURITY"
