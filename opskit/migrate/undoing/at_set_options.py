"""ALTER TABLE … ALTER COLUMN … SET (…): of this table alone."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_one
from opskit.migrate.ddl import Clause
from opskit.migrate.options_before import given_back, pairs, written
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(row: Row) -> str:
        commands = given_back(written(clause.node), {"": pairs(row["options"])})
        return ", ".join(f"ALTER COLUMN {row['column']} {each}" for each in commands)

    return of_one(clause, db, back)
