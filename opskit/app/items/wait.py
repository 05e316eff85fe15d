"""Whether it is long enough ago (`time`) that the item `after` was done: by its `do`, else when it was signed or found
done."""

from __future__ import annotations

from datetime import datetime

from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.item_record import DONE, FINISHED, record_of, subject
from opskit.core.item_state import Seen, Status
from opskit.value import Value


class Asked(Value):
    after: str
    time: str

    def __post_init__(self) -> None:
        duration.parse(self.time)


def look(asked: Asked, room: Room) -> Seen:
    began = _began(asked, room)
    if began is None:
        return Seen(Status.PENDING, f"{asked.after} is not done yet", finding="not done yet")
    now, length = room.context.now(), duration.parse(asked.time)
    ends = began + length
    told = f"{asked.after} was done at {began.astimezone():%Y-%m-%d %H:%M %Z}"
    if now < ends:
        left = duration.words(ends - now)
        text = f"{told}; {asked.time} are over at {ends.astimezone():%Y-%m-%d %H:%M %Z}, in {left}"
        return Seen(Status.PENDING, text, finding="not over yet")
    return Seen(Status.PASS, f"{told}, {duration.words(now - began)} ago", (told,))


def _began(asked: Asked, room: Room) -> datetime | None:
    """The newest end of its `do`; of what was never done, the newest sign-off or pass."""
    context, name = room.context, room.context.environment.name
    finished = room.history.every(name, FINISHED, subject(room.runbook.id, asked.after))
    if finished and finished[-1].entry.body.get("outcome") == DONE:
        return datetime.fromisoformat(finished[-1].entry.at)
    record = record_of(room.history, name, room.runbook.id, asked.after, context.now())
    passed = record.proof if record.proof and record.proof.seen.status is Status.PASS else None
    at = record.signed[-1].at if record.signed else passed.at if passed else ""
    return datetime.fromisoformat(at) if at else None
