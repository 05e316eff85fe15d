"""ALTER TABLE … ALTER COLUMN … SET STORAGE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_family
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_family(clause, db, _stored)


def _stored(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} SET STORAGE {row['storage']}"
