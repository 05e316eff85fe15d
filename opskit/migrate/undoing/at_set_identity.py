"""ALTER TABLE … ALTER COLUMN … SET GENERATED, SET START, RESTART …: a sequence that was put back to where it had been
goes on from where it was before."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_columns
from opskit.migrate.ddl import Clause
from opskit.migrate.identity_before import set_back
from opskit.migrate.relation_before import Before
from opskit.migrate.sequence_before import position_back
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    restarts = any(each.def_elem.defname == "restart" for each in getattr(clause.node, "def").list.items)

    def back(before: Before, rows: Sequence[Row]) -> Undo | Irreversible:
        row = rows[0]
        if not row["identity"]:
            return LATER
        position = position_back(row, row["sequence"]) if restarts else ()
        return Undo((before.alter(set_back(row)), *position))

    return of_columns(clause, db, back)
