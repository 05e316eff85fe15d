"""ALTER TABLE … ALTER COLUMN … DROP NOT NULL."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.column_before import of_columns
from opskit.migrate.ddl import Clause
from opskit.migrate.not_null_before import demanded
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_columns(clause, db, lambda _, rows: Undo(tuple(demanded(rows))))
