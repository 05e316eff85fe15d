"""ALTER TABLE … ALTER COLUMN … DROP EXPRESSION: PostgreSQL can only drop the column and add it generated, which makes
it the last one, and writes the table anew."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Irreversible, Loss
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import of_columns
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.gone import gone
from opskit.migrate.definitions.reading import restored
from opskit.migrate.relation_before import Before
from opskit.migrate.undo import Undo
from opskit.migrate.undoing.at_drop_column import dropped

# What DROP COLUMN takes along unasked.
_GO_WITH_IT = {"pg_class", "pg_attrdef", "pg_constraint", "pg_statistic_ext"}
_ELSEWHERE = Irreversible(
    "a column becomes generated again only when it is dropped and added as the last one, and it is not the last, or"
    " views, policies or triggers name it; write a down.sql that says what becomes of them"
)


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(before: Before, rows: Sequence[Row]) -> Undo | Irreversible:
        if not rows[0]["generated"]:
            return Undo()
        named = dropped(clause, db, before, clause.node.name)
        taken = {each.catalog for each in gone(db, named)}
        if not (all(row["last"] for row in rows) and taken <= _GO_WITH_IT and len(named) == len(rows)):
            return _ELSEWHERE
        found = restored(db, named)
        if isinstance(found, Irreversible):
            return found
        return Undo((before.alter(f"DROP COLUMN {rows[0]['column']}"), *found.statements), Loss.NEW_DATA)

    return of_columns(clause, db, back)
