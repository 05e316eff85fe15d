"""Migrations and what the database records of them -> the steps that bring one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from opskit.app.alembic_heads import (
    WayOfHeads,
    agreeing,
    heads_here,
    one_head,
    recorded_move,
    renderable,
    stamped_but_absent,
    tables_of,
    with_moves,
)
from opskit.app.fresh_tables import created, on_fresh
from opskit.app.no_return import loss_of
from opskit.app.others import taken_from_others
from opskit.core.change import Mark
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row, Step
from opskit.errors import Blocked, Fault, InvalidFile, UsageFault
from opskit.migrate import source, sql_folder
from opskit.migrate.alembic.version import Heads
from opskit.migrate.data_loss import brought_in, thrown_away
from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.lineage import ancestors, up_to
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse
from opskit.migrate.preceding import NOTHING
from opskit.migrate.taken_away import dropped
from opskit.steps import observing
from opskit.steps.by_kind import step_of
from opskit.steps.close_revision import CloseRevision
from opskit.steps.framed import framed
from opskit.steps.mark_revision import MarkRevision
from opskit.steps.open_revision import OpenRevision
from opskit.steps.record_schema import RecordSchema
from opskit.steps.undo_statement import UndoStatement
from opskit.value import Value, replace


class State(Value, dict=True):
    """The migrations there are, the revisions the database has seen (rows of opskit.revision), and the heads in
    Alembic's table (None where the migrations are not Alembic's)."""

    migrations: Sequence[Migration]
    recorded: Sequence[Row]
    heads: Heads | None = None

    def state_of(self, revision: str) -> str:
        """What is begun is known to opskit's record alone; what is applied Alembic's table has to say, where it is
        there."""
        recorded = {row["revision"]: str(row["state"]) for row in self.recorded}.get(revision, "")
        if self.heads is None or recorded in ("applying", "undoing"):
            return recorded
        return "applied" if revision in self.covered else ""

    @cached_property
    def covered(self) -> set[str]:
        """The revisions that Alembic's table says are applied: its heads and all they need."""
        return ancestors(self.migrations, self.heads or ())

    @property
    def done_here(self) -> set[str]:
        """The revisions that opskit's record says it applied."""
        return {str(row["revision"]) for row in self.recorded if row["state"] == "applied"}

    @property
    def pending(self) -> list[Migration]:
        return [each for each in self.migrations if self.state_of(each.revision) != "applied"]


def look(folder: Path | None, db: Reader) -> State:
    """InvalidFile when an applied migration was edited since; Blocked in the middle of a rollback."""
    if folder is None:
        raise UsageFault("no migrations are configured", "", "set [migrations] path in opskit.toml (opskit init)")
    migrations = source.load(folder)
    state = State(migrations, observing.revisions(db), heads_here(migrations, db))
    applied = {row["revision"]: row["checksum"] for row in state.recorded if row["state"] != "undone"}
    edited = [each for each in migrations if applied.get(each.revision, each.checksum) != each.checksum]
    if edited:
        text = "was edited after it was applied here"
        raise InvalidFile([Fault(each.file, 0, text) for each in edited], "put it back; write a new migration instead")
    return state


def wanted(state: State, to: str) -> list[Migration]:
    """The pending migrations up to a revision (all without one). InvalidFile when several heads are ahead and none is
    named, or when one of them cannot be rendered; Blocked when Alembic's table and opskit's record do not agree."""
    known = [each.revision for each in state.migrations]
    if to and to not in known:
        raise UsageFault(f"there is no revision {to!r}", f"known: {', '.join(known) or 'none'}", "opskit plan")
    no_rollback_begun(state.recorded)
    chosen = up_to(state.migrations, to) if to else state.migrations
    pending = [each for each in chosen if state.state_of(each.revision) != "applied"]
    if state.heads is None:
        return pending
    if not to:
        one_head(pending, state.migrations)
    agreeing(chosen, state.done_here, state.covered)
    renderable(pending)
    return with_moves(state.migrations, pending, state.heads)


def no_rollback_begun(recorded: Sequence[Row]) -> None:
    """Blocked in the middle of one. `recorded` are rows of opskit.revision."""
    undoing = [row["revision"] for row in recorded if row["state"] == "undoing"]
    if undoing:
        raise Blocked(
            f"{undoing[0]} is on its way back",
            "a rollback was begun and not finished",
            "opskit rollback   (goes on with it)",
        )


def warnings(state: State, db: Reader) -> list[Finding]:
    """What is said to be applied and is not there."""
    if state.heads is None:
        return []
    known = {str(row["revision"]) for row in state.recorded if row["state"] != "undone"}
    return stamped_but_absent(state.migrations, known, state.covered, db)


def steps_of(migrations: Iterable[Migration], run: str) -> list[Step[Any]]:
    """Everything that applying these migrations means, in order; empty when there are none."""
    migrations = list(migrations)
    steps: list[Step[Any]] = []
    preceding = NOTHING
    for migration in migrations:
        steps.append(OpenRevision(migration, run))
        tables: set[str] = set()
        for _, group in groupby(migration.up, key=lambda ddl: ddl.source.ordinal):
            ddls, own = list(group), []
            for ddl in ddls:
                mark = Mark(migration.revision, ddl.source.ordinal, ddl.source.part, run)
                own.append(step_of(ddl, mark, preceding))
                preceding = preceding.then(ddl, mark)
            new = on_fresh(ddls, own, migration.revision, run, tables)
            steps += [framed(step, ddls[0].source) for step in new]
            tables.add(created(ddls[0]))
        steps.append(CloseRevision(migration.revision, "applied", run))
    return [RecordSchema(), *tables_of(migrations), *steps] if steps else []


def undo_steps(db: Reader, rows: Iterable[Row], run: str, altered: frozenset[str] = frozenset()) -> list[Step[Any]]:
    """The way back of these revisions (rows of opskit.revision), newest first: by their down.sql, else by the undo
    recorded with each statement. `altered` are the keys of objects that others have made something else of: what would
    drop one of them stays undone."""
    steps: list[Step[Any]] = []
    way = WayOfHeads(db, run)
    for row in rows:
        revision = str(row["revision"])
        statements = [each for each in observing.statements(db, revision) if each["state"] in ("done", "intent")]
        move = recorded_move(statements)
        statements = [each for each in statements if each is not move]
        steps.append(MarkRevision(revision))
        by_down_sql = _by_down_sql(row, statements)
        steps += (
            _written_way_back(row, statements, run)
            if by_down_sql
            else _recorded(db, revision, statements, run, altered)
        )
        steps += way.back(revision, move) if move else []
        steps.append(CloseRevision(revision, "undone", run))
    return steps


def _by_down_sql(row: Row, statements: Sequence[Row]) -> bool:
    """A down.sql is written for the whole of a migration. Of one that never came to its end (it was never closed) only
    what was done is taken back, where each of its statements has an undo."""
    half_done = row["closed_at"] is None
    if half_done and not any(each["irreversible"] for each in statements):
        return False
    return bool(row["down_sql"].strip())


def _recorded(
    db: Reader, revision: str, statements: Sequence[Row], run: str, altered: frozenset[str]
) -> list[Step[Any]]:
    steps: list[Step[Any]] = []
    gone: frozenset[str] = frozenset()
    for row in reversed(statements):
        if not taken_from_others(db, row["undo"], altered):
            mark = Mark(revision, row["ordinal"], row["part"], run, undo=True)
            steps.append(UndoStatement(row, mark, gone))
            gone |= {each.name for sql in row["undo"] for parsed in parse(sql) for each in dropped(parsed)}
    return steps


def _written_way_back(row: Row, statements: Sequence[Row], run: str) -> list[Step[Any]]:
    """down.sql as it was when the migration was applied. Its statements are recorded under negative ordinals, so that
    one that changes data runs once; dropping what is already gone is no fault."""
    path = Path(f"{row['revision']}_{row['slug']}") / "down.sql"
    made = {each for done in statements for parsed in parse(str(done["sql"])) for each in brought_in(parsed)}
    steps, preceding = [], NOTHING
    for ddl in sql_folder.statements(str(row["down_sql"]), path):
        mark = Mark(str(row["revision"]), -ddl.source.ordinal, ddl.source.part, run)
        lenient: Ddl = replace(ddl, if_exists=True) if isinstance(ddl, (DropIndex, DropConstraint)) else ddl
        steps.append(framed(step_of(_with_loss(lenient, made), mark, preceding), ddl.source))
        preceding = preceding.then(ddl, mark)
    return steps


def _with_loss(ddl: Ddl, made: set[tuple[str, str]]) -> Ddl:
    """A way back that drops tables or columns, or deletes rows, says so: of what the migration made, the rows written
    since; of anything else, rows that were there before."""
    gone = {each for parsed in parse(ddl.source.text) for each in thrown_away(parsed)}
    return replace(ddl, loss=loss_of(gone, made)) if isinstance(ddl, Other) else ddl
