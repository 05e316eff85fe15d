"""ALTER TABLE, INDEX … ALTER COLUMN … SET STATISTICS. An index has its columns by number."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_family
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_family(clause, db, _sampled)


def _sampled(row: Row) -> str:
    column = row["number"] if row["kind"] in ("i", "I") else row["column"]
    return f"ALTER COLUMN {column} SET STATISTICS {row['statistics']}"
