"""Whether the database is back: nothing is applied after the revision `to`; or, with `after`, a rollback was proven by
fingerprint since that item was done, or nothing is left that one could take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.app.item_kinds import Room
from opskit.core.item_record import record_of
from opskit.core.item_state import Seen, Status
from opskit.core.ledger import Event
from opskit.core.step import Row
from opskit.value import Value

COMMAND = "opskit rollback -n"


class Asked(Value):
    to: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if bool(self.to) == bool(self.after):
            raise ValueError("give `to` (a revision, or base) or `after` (an item), one of them")


def look(asked: Asked, room: Room) -> Seen:
    from opskit.app.rollback import chosen
    from opskit.steps import observing

    with room.context.reading(room.item) as db:
        rows = chosen(observing.revisions(db), "", asked.to)
        database = db.server.database
    if asked.to:
        return _to(asked.to, rows, database)
    event = _since(asked.after, room)
    if event and _applied_since(event, rows, room):
        event = None
    if event is None and rows:
        names = tuple(str(row["revision"]) for row in rows)
        text = f"no rollback since {asked.after}; the last run applied {', '.join(names)}"
        return Seen(Status.PENDING, text, names, COMMAND, database)
    if event is None:
        return Seen(Status.PASS, "nothing is applied that could be taken back", database=database)
    return _proven(event, database)


def _to(revision: str, rows: list[Row], database: str) -> Seen:
    names = tuple(str(row["revision"]) for row in rows)
    if names:
        return Seen(Status.PENDING, f"applied after {revision}: {', '.join(names)}", names, COMMAND, database)
    return Seen(Status.PASS, f"nothing is applied after {revision}", database=database)


def _since(item: str, room: Room) -> Event | None:
    """The newest rollback here, when it ended after the item was signed."""
    context = room.context
    event = room.history.newest(context.environment.name, "run.finished", "rollback")
    record = record_of(room.history, context.environment.name, room.runbook.id, item, context.now())
    begun = record.signed[-1].event if record.signed else record.attempt.event if record.attempt else 0
    return event if event and event.seq > begun else None


def _applied_since(event: Event, rows: Sequence[Row], room: Room) -> bool:
    """By this ledger, or, for a run that another one knows, by the database."""
    applied = room.history.newest(room.context.environment.name, "run.finished", "apply")
    known = applied is not None and applied.seq > event.seq
    return known or any(row["opened_at"] > datetime.fromisoformat(event.entry.at) for row in rows)


def _proven(event: Event, database: str) -> Seen:
    body = event.entry.body
    told = f"run {event.entry.run}"
    evidence = (told, f"revisions: {', '.join(body.get('revisions', ()))}")
    if not body.get("verified"):
        text = f"{told} did not end as it began: {body.get('outcome', 'unknown')}"
        return Seen(Status.FAIL, text, evidence, COMMAND, database)
    return Seen(Status.PASS, f"{told}: the schema is as before, by fingerprint", evidence, database=database)
