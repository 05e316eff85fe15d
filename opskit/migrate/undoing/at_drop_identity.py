"""ALTER TABLE … ALTER COLUMN … DROP IDENTITY: its sequence comes back under its name and goes on where it stood."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_columns
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.belongings import belongings
from opskit.migrate.identity_before import generated
from opskit.migrate.named import Name, find
from opskit.migrate.relation_before import Before
from opskit.migrate.sequence_before import position_set
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(before: Before, rows: Sequence[Row]) -> Undo | Irreversible:
        row = rows[0]
        if not row["identity"]:
            return Undo() if clause.node.missing_ok else LATER
        added = before.alter(f"ALTER COLUMN {row['column']} ADD {generated(row)}")
        return Undo((added, *position_set(row, row["sequence"]), *_belongings(db, row["sequence"])))

    return of_columns(clause, db, back)


def _belongings(db: Reader, sequence: str) -> list[str]:
    with spelled_out(db):
        address = find(db, Name("sequence", relation=sequence))
        said = belongings(db, [address]) if address else ()
        return [each.statement for each in sorted(said, key=lambda each: each.place)]
