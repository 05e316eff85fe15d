"""A statement of the corpus done by its step and taken back by its record, on a real database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import psycopg
from locks.corpus import Case
from locks.laboratory import Laboratory

from laws.undo_allowed import columns_gone, once_valid, without_debris
from opskit.catalog.facts import fact, record
from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.errors import OpskitError
from opskit.migrate.classify import classify
from opskit.migrate.flow import command_kind
from opskit.migrate.parser import parse
from opskit.pg import recording
from opskit.pg.connection import Connection, connect
from opskit.pg.reading import ReadSession
from opskit.steps import observing
from opskit.steps.by_kind import step_of
from opskit.steps.undo_statement import UndoStatement

REVISION = "r1"
BELONGINGS = Path(__file__).with_name("belongings.sql").read_text()


class Went(Enum):
    BACK = "taken back"
    WITHOUT = "has no undo"
    SETTLED = "changes nothing"
    REFUSED = "is refused by the plan"


@dataclass(frozen=True)
class Outcome:
    """`left` says what is not as before; `reason` why there is no undo."""

    how: Went
    left: list[str]
    reason: str = ""


class _NeedsItsOwn(Exception):
    """The statement, or its undo, is refused inside a transaction."""


class _Refused(Exception):
    """The plan has an obstacle, and is not carried out."""


def back_and_forth(lab: Laboratory, case: Case) -> Outcome:
    """In a transaction that is rolled back, where that goes well; else what it does on a copy of its own counts."""
    with suppress(_NeedsItsOwn, AssertionError, psycopg.Error, OpskitError):
        if not case.alone:
            with _session(lab.shared, autocommit=False) as connection:
                for sql in case.given:
                    connection.execute(sql.encode())
                outcome = _went(connection, case)
                if not outcome.left:
                    return outcome
    with lab.copy(case) as conninfo, _session(conninfo, autocommit=True) as connection:
        return _went(connection, case)


@contextmanager
def _session(conninfo: str, autocommit: bool) -> Iterator[Connection]:
    with connect("the laboratory", conninfo, "opskit tests", {"jit": "off"}) as connection:
        connection.autocommit = autocommit
        try:
            yield connection
        finally:
            if not autocommit:
                connection.rollback()


def _went(connection: Connection, case: Case) -> Outcome:
    db = ReadSession(connection)
    _open_record(connection)
    for sql in case.before:
        connection.execute(sql.encode())
    before = picture(db)
    try:
        changes = list(_done(connection, db, case.sql))
    except _Refused:
        return Outcome(Went.REFUSED, [])
    between = picture(db) if parse(case.sql)[0].kind == "drop_stmt" else before
    if not changes:
        return Outcome(Went.SETTLED, [])
    for change in changes:
        if isinstance(change.undo, Irreversible):
            return Outcome(Went.WITHOUT, [], change.undo.reason)
    _undone(connection, db)
    after = without_debris(before, once_valid(before, between, picture(db)))
    before = without_debris(before, before)
    if dropped := [*dropped_columns(case.sql), *columns_gone(before, between)]:
        before, after = (_brought_back_last(each, dropped) for each in (before, after))
    names = sorted(before.keys() | after.keys())
    return Outcome(
        Went.BACK,
        [
            f"{name}\n  was {before.get(name)}\n  is  {after.get(name)}"
            for name in names
            if before.get(name) != after.get(name)
        ],
    )


def dropped_columns(sql: str) -> list[str]:
    """What PostgreSQL can only bring back as the last columns of their table."""
    parsed = parse(sql)[0]
    commands = parsed.node.cmds if parsed.kind == "alter_table_stmt" else ()
    dropped = (each.alter_table_cmd for each in commands)
    return [ident(each.name) for each in dropped if command_kind(each) == "at_drop_column"]


def _brought_back_last(found: dict[str, str], columns: list[str]) -> dict[str, str]:
    """These columns at the end of each list that has them: of a table, a type, statistics. The others stay."""

    def listed(match: re.Match[str]) -> str:
        names = match[2].split(", ")
        kept = [each for each in names if each not in columns]
        return match[1] + ", ".join([*kept, *sorted(set(names) & set(columns))]) + match[3]

    told = r"(columns \(|CREATE STATISTICS .* ON )(.*?)(\)| FROM )"
    return {
        name: re.sub(told, listed, value, count=1) if name.startswith(("table:", "type:", "statistics:")) else value
        for name, value in found.items()
    }


def _open_record(connection: Connection) -> None:
    for slug in ("create_schema", "create_revision", "create_statement"):
        connection.execute(record(slug).encode())
    row: dict[str, Any] = dict.fromkeys(("slug", "checksum", "down_sql", "run", "fingerprint", "opskit"), "")
    connection.execute(record("open_revision").encode(), {**row, "revision": REVISION, "objects": "{}"})


def picture(db: Reader) -> dict[str, str]:
    """The schema with its definitions, and what the fingerprint leaves out."""
    with observing.printing(db):
        found = {f"{row['kind']}: {row['name']}": str(row["definition"]) for row in db.rows(fact("schema_objects"))}
        return found | {str(row["name"]): str(row["value"]) for row in db.rows(BELONGINGS)}


def _done(connection: Connection, db: Reader, sql: str) -> Iterator[Change]:
    for ddl in classify(parse(sql)[0]):
        step = step_of(ddl, Mark(REVISION, ddl.source.ordinal, ddl.source.part, "run"))
        for change in step.plan(step.observe(db)):
            if change.obstacles:
                raise _Refused
            _run(connection, change.do)
            recording.done(connection, change, 0.0)
            yield change


def _undone(connection: Connection, db: Reader) -> None:
    for row in reversed(observing.statements(db, REVISION)):
        step = UndoStatement(row, Mark(REVISION, row["ordinal"], row["part"], "run", undo=True))
        for change in step.plan(step.observe(db)):
            assert change.obstacles == ()
            _run(connection, change.do)
            recording.done(connection, change, 0.0)
        assert step.plan(step.observe(db)) == []


def _run(connection: Connection, do: Statement) -> None:
    if not do.transactional and not connection.autocommit:
        raise _NeedsItsOwn
    try:
        connection.execute(do.sql.encode())
    except psycopg.Error as error:
        raise AssertionError(f"{do.sql}: {error}") from error
