"""ALTER FOREIGN TABLE … ALTER COLUMN … OPTIONS (…)."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_one
from opskit.migrate.ddl import Clause
from opskit.migrate.options_before import foreign_given_back
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(row: Row) -> str:
        options = foreign_given_back(clause.node, row["foreign_options"])
        return f"ALTER COLUMN {row['column']} {options}" if options else ""

    return of_one(clause, db, back)
