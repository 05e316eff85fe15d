"""Statements of a runbook: `statement`, or a `file` beside it. They are a migration that stands in no folder, planned,
carried out, recorded in the database and taken back as any other. `{database}` stands for the quoted name of the
database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.app.own_files import beside, refuse_outside
from opskit.core.answer import Answer
from opskit.core.identifier import ident
from opskit.core.own_revision import NO_WAY_BACK, item_revision
from opskit.core.plan import changes_of
from opskit.core.runbook import Deed, NoUndo
from opskit.core.step import Row
from opskit.errors import Failed

if TYPE_CHECKING:
    from opskit.app.proposing import Proposed
    from opskit.migrate.migration import Migration

PENDING = 10


@dataclass(frozen=True)
class Asked:
    statement: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        refuse_outside(self.file, "file")
        if bool(self.statement.strip()) == bool(self.file):
            raise ValueError("give `statement` or `file`, one of them")


def words(asked: Asked) -> str:
    return asked.statement or f"the statements of {asked.file}"


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app.carrying_out import stand_ready
    from opskit.app.migrating import no_rollback_begun, steps_of
    from opskit.app.proposing import made_of
    from opskit.steps import observing

    context = room.context
    with context.reading("plan") as db:
        recorded = observing.revisions(db)
        no_rollback_begun(recorded)
        migration = _migration(asked, room, db.server.database, recorded)
        steps = steps_of([migration], context.run)
        made = made_of(context, db, [migration], steps)
    page = Answer("apply", made.view, PENDING, environment=context.environment.name, run=context.run)
    return Prepared(
        made.plan.digest,
        lambda: _carry(context, made, migration),
        lambda: stand_ready(context, made.plan, f"opskit checklist run {room.item} -n"),
        page,
        made.plan,
        not made.plan.changes,
        again=True,
        budget=made.view.budget,
        begun=any(row["revision"] == migration.revision and row["state"] == "applying" for row in recorded),
    )


def text_of(asked: Asked, room: Room, database: str) -> tuple[str, Path]:
    """The statements, and the file they stand in."""
    from opskit.migrate.sql_folder import decode

    path = beside(room.runbook, asked.file) if asked.file else room.runbook.path
    text = decode(path) if asked.file else asked.statement
    return text.replace("{database}", ident(database)), path


def _migration(asked: Asked, room: Room, database: str, recorded: Sequence[Row]) -> Migration:
    """One that was cut short is gone on with, as long as it says the same."""
    from opskit.migrate.migration import Migration, checksum_of
    from opskit.migrate.sql_folder import statements

    text, path = text_of(asked, room, database)
    undo = room.runbook.item(room.item).undo
    down = NO_WAY_BACK + undo.reason if isinstance(undo, NoUndo) else ""
    if isinstance(undo, Deed) and isinstance(undo.asked, Asked):
        down, _ = text_of(undo.asked, room, database)
    checksum = checksum_of(text.encode())
    slug = f"{room.runbook.id}/{room.item}"
    return Migration(
        _revision(room, recorded, checksum), slug, path.parent, tuple(statements(text, path)), down, checksum
    )


def _revision(room: Room, recorded: Sequence[Row], checksum: str) -> str:
    states = {str(row["revision"]): (str(row["state"]), str(row["checksum"])) for row in recorded}
    time = 1
    while True:
        name = item_revision(room.runbook.id, room.item, time)
        if states.get(name, ("undone", ""))[0] == "undone" or states[name] == ("applying", checksum):
            return name
        time += 1


def _carry(context: Context, made: Proposed, migration: Migration) -> bool:
    """Failed when the same statements planned again would change something."""
    from opskit.app.carrying_out import carry_out
    from opskit.app.migrating import steps_of
    from opskit.steps import observing

    with context.writing("apply") as db:
        carry_out(context, made.plan, db, "apply", context.settings.budget.jobs)
    with context.reading("verify") as reader:
        left = any(changes_of(step, reader) for step in steps_of([migration], context.run))
        after = observing.schema_digest(reader)
    context.record(
        "run.finished", command="apply", outcome="applied", subject="apply", revisions=[migration.revision],
        fingerprint=after,
    )  # fmt: skip
    if left:
        raise Failed(f"{migration.slug}: its statements do not settle", "planned again they would change something")
    return True
