"""How triggers and rules fire before an ALTER TABLE … ENABLE or DISABLE, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.column_before import own
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, altered, of_relation
from opskit.migrate.undo import LATER, Undo


def of_named(clause: Clause, db: Reader, what: str) -> Undo | Irreversible:
    """`what` is TRIGGER or RULE. A trigger of a partitioned table is one of each partition too."""

    def back(before: Before) -> Undo | Irreversible:
        rows = _rows(db, before, lambda row: row["what"] == what and row["name"] == clause.node.name)
        return Undo(tuple(_one_by_one(_reached(rows, before)))) if rows else LATER

    return of_relation(clause, db, back)


def of_all(clause: Clause, db: Reader, word: str) -> Undo | Irreversible:
    """`word` is USER or ALL. A state that all share is given back in one word."""

    def back(before: Before) -> Undo:
        rows = _rows(db, before, lambda row: row["what"] == "TRIGGER" and (row["own"] or word == "ALL"))
        rows = _reached(rows, before)
        states = {row["state"] for row in rows}
        if len(states) == 1 and states <= {"ENABLE", "DISABLE"}:
            return Undo((before.alter(f"{states.pop()} TRIGGER {word}"),))
        return Undo(tuple(_one_by_one(rows)))

    return of_relation(clause, db, back)


def _rows(db: Reader, before: Before, wanted: Callable[[Row], bool]) -> list[Row]:
    return [row for row in db.rows(fact("undo_triggers"), oid=before.oid) if wanted(row)]


def _reached(rows: Sequence[Row], before: Before) -> list[Row]:
    """What inherits is left alone, but for partitions."""
    return [row for row in rows if not row["depth"] or before.row["kind"] == "p"]


def _one_by_one(rows: Sequence[Row]) -> list[str]:
    """The partitions after their parent, whose trigger takes theirs along."""
    if len({row["state"] for row in rows}) == 1 and len({row["name"] for row in rows}) == 1:
        return [altered(rows[0]["kind"], rows[0]["relation"], _command(rows[0]))]
    return [own(row, _command(row)) for row in rows]


def _command(row: Row) -> str:
    return f"{row['state']} {row['what']} {row['quoted']}"
