"""ALTER TABLE, VIEW … ALTER COLUMN … SET or DROP DEFAULT. Beside a new type of the same column it is that one's undo
that gives the default back."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import beside, of_family
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if beside(clause, "at_alter_column_type"):
        return Undo()
    return of_family(clause, db, _defaulted)


def _defaulted(row: Row) -> str:
    default = row["default"]
    return f"ALTER COLUMN {row['column']} {'SET DEFAULT ' + default if default else 'DROP DEFAULT'}"
