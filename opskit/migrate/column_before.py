"""A column of an ALTER TABLE as it is before the statement, here and in all that inherits it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.flow import command_kind
from opskit.migrate.relation_before import Before, altered, altered_only, of_relation
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo


def columns(db: Reader, oid: int, name: str) -> Sequence[Row]:
    """Rows of the fact undo_columns, the relation's own first; none where it has no such column."""
    with spelled_out(db):
        return db.rows(fact("undo_columns"), oid=oid, column=name)


def family_of(db: Reader, relation: str, column: str) -> Sequence[Row]:
    """The same of a relation by its name."""
    found = db.rows(fact("undo_relation"), relation=relation)
    return columns(db, Before(found[0]).oid, column) if found else ()


def of_columns(
    clause: Clause, db: Reader, back: Callable[[Before, Sequence[Row]], Undo | Irreversible]
) -> Undo | Irreversible:
    """`back` says the undo of a command that names a column, given its rows: those the command reaches."""

    def found(before: Before) -> Undo | Irreversible:
        rows = columns(db, before.oid, column_name(clause, db, before))
        if not rows or rows[0]["depth"]:
            return Undo() if clause.node.name in added_beside(clause) else LATER
        return back(before, rows if clause.whole.relation.inh else rows[:1])

    return of_relation(clause, db, found)


def of_family(clause: Clause, db: Reader, command: Callable[[Row], str]) -> Undo | Irreversible:
    """Each of them gets its own command back."""
    return of_columns(clause, db, lambda _, rows: Undo(tuple(each_its_own(rows, command))))


def of_one(clause: Clause, db: Reader, command: Callable[[Row], str]) -> Undo | Irreversible:
    """The same of a command that never reaches what inherits."""
    return of_columns(clause, db, lambda _, rows: Undo(tuple(each_its_own(rows[:1], command))))


def each_its_own(rows: Sequence[Row], command: Callable[[Row], str]) -> Iterator[str]:
    """One statement where all are alike; an empty command is nothing to do."""
    said = [command(row) for row in rows]
    if len(set(said)) == 1 and len(rows) > 1:
        yield from (altered(row["kind"], row["relation"], said[0]) for row in rows[:1] if said[0])
        return
    for row, text in zip(rows, said, strict=True):
        if text:
            yield own(row, text)


def own(row: Row, command: str) -> str:
    """The command on this relation alone."""
    alter = altered_only if row["heirs"] else altered
    return alter(row["kind"], row["relation"], command)


def column_name(clause: Clause, db: Reader, before: Before) -> str:
    """An index has its columns by number."""
    if clause.node.num:
        query = (
            "select a.attname::text as name from pg_catalog.pg_attribute as a"
            " where a.attrelid = %(oid)s::pg_catalog.oid and a.attnum = %(number)s"
        )
        return next((str(row["name"]) for row in db.rows(query, oid=before.oid, number=clause.node.num)), "")
    return str(clause.node.name)


def beside(clause: Clause, kind: str) -> bool:
    """Whether the same statement has a command of this kind for the same column."""
    commands = (each.alter_table_cmd for each in clause.whole.cmds)
    return any(command_kind(each) == kind and each.name == clause.node.name for each in commands)


def added_beside(clause: Clause) -> set[str]:
    """The columns that the same statement adds: the undo of that takes them away."""
    commands = (each.alter_table_cmd for each in clause.whole.cmds)
    return {getattr(each, "def").column_def.colname for each in commands if command_kind(each) == "at_add_column"}
