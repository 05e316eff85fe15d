"""ALTER TABLE … ALTER COLUMN … SET COMPRESSION: of this table alone."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_one
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_one(clause, db, _compressed)


def _compressed(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} SET COMPRESSION {row['compression']}"
