"""Statements of a runbook made a migration that stands in no folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from opskit.app.carrying_out import carry_out, stand_ready
from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.app.deeds.sql import Asked
from opskit.app.item_kinds import Room
from opskit.app.migrating import no_rollback_begun, steps_of
from opskit.app.own_files import beside
from opskit.app.proposing import Proposed, made_of
from opskit.core.answer import Answer
from opskit.core.identifier import ident
from opskit.core.own_revision import NO_WAY_BACK, item_revision
from opskit.core.plan import changes_of
from opskit.core.runbook import Deed, NoUndo
from opskit.core.step import Row
from opskit.errors import Failed
from opskit.migrate.migration import Migration, checksum_of
from opskit.migrate.sql_folder import decode, statements
from opskit.steps import observing
from opskit.value import Value

PENDING = 10


class Written(Value):
    """Statements and their way back, as SQL; `path` is the file they stand in, the runbook itself without one."""

    text: str
    down: str
    path: Path | None = None


def prepared(asked: Asked, room: Room) -> Prepared:
    def written(database: str) -> Written:
        text, path = text_of(asked, room, database)
        return Written(text, _down(asked, room, database), path)

    return prepared_from(room, written)


def prepared_from(room: Room, written: Callable[[str], Written]) -> Prepared:
    """`written` is asked with the name of the database."""
    context = room.context
    with context.reading("plan") as db:
        recorded = observing.revisions(db)
        no_rollback_begun(recorded)
        migration = _migration(written(db.server.database), room, recorded)
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
    path = beside(room.runbook, asked.file) if asked.file else room.runbook.path
    text = decode(path) if asked.file else asked.statement
    return text.replace("{database}", ident(database)), path


def _migration(written: Written, room: Room, recorded: Sequence[Row]) -> Migration:
    """One that was cut short is gone on with, as long as it says the same."""
    text, path = written.text, written.path or room.runbook.path
    checksum = checksum_of(text.encode())
    slug = f"{room.runbook.id}/{room.item}"
    return Migration(
        _revision(room, recorded, checksum), slug, path.parent, tuple(statements(text, path)),
        written.down, checksum,
    )  # fmt: skip


def _down(asked: Asked, room: Room, database: str) -> str:
    """What is an undo itself is not taken back by the next rollback, which would do the item again."""
    undo = room.runbook.item(room.item).undo
    if isinstance(undo, NoUndo):
        return NO_WAY_BACK + undo.reason
    if isinstance(undo, Deed) and undo.asked is asked:
        return NO_WAY_BACK + f"it takes back {room.item}"
    return text_of(undo.asked, room, database)[0] if isinstance(undo, Deed) and isinstance(undo.asked, Asked) else ""


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
