"""A constraint of an ALTER TABLE as it is before the statement, here and in all that inherits it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, altered, of_relation
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo

UNPROVEN = " NOT VALID"


def constraints(db: Reader, oid: int, name: str) -> Sequence[Row]:
    """Rows of the fact undo_constraints, the table's own first; none where it has no such constraint."""
    with spelled_out(db):
        rows = db.rows(fact("undo_constraints"), oid=oid, name=name)
    return rows if rows and not rows[0]["depth"] else ()


def of_constraint(
    clause: Clause, db: Reader, name: str, back: Callable[[Before, Sequence[Row]], Undo | Irreversible]
) -> Undo | Irreversible:
    def found(before: Before) -> Undo | Irreversible:
        rows = constraints(db, before.oid, name)
        return back(before, rows) if rows else _unknown(clause, name)

    return of_relation(clause, db, found)


def unproven_again(rows: Sequence[Row]) -> Iterator[str]:
    """NOT VALID as it was: PostgreSQL has no other way than to drop it and add it so. What inherits it gets it anew
    with that of its parent, and is proved again where it was."""
    first = rows[0]
    if not first["validated"]:
        yield made_anew(first)
        yield from (_proved(row) for row in rows[1:] if row["validated"] and row["enforced"])
        yield from (remarked for row in rows for remarked in comment(row))
        return
    for row in rows[1:]:
        if not row["validated"]:
            yield from (made_anew(row), *comment(row))


def made_anew(row: Row) -> str:
    """One statement, so that nobody sees the table without it."""
    name = row["name"]
    return _altered(row, f"DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} {row['definition']}")


def comment(row: Row) -> Iterator[str]:
    if row["comment"]:
        yield f"COMMENT ON CONSTRAINT {row['name']} ON {row['relation']} IS {row['comment']}"


def _proved(row: Row) -> str:
    return _altered(row, f"VALIDATE CONSTRAINT {row['name']}")


def _altered(row: Row, command: str) -> str:
    return altered(row["kind"], row["relation"], command)


def _unknown(clause: Clause, name: str) -> Undo | Irreversible:
    """One that another command of the same statement adds goes with that."""
    added = (getattr(each.alter_table_cmd, "def").constraint.conname for each in clause.whole.cmds)
    return Undo() if name in added else LATER
