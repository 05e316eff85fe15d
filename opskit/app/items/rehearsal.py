"""Whether going back was tried and proven by fingerprint, within `within`: the newest rollback (of at most
`max_age`) or rehearsal (`rehearsal_max_age`) in the ledger, on `environment` or (empty) on any."""

from __future__ import annotations

from datetime import datetime, timedelta

from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.item_state import Seen, Status
from opskit.core.ledger import Event
from opskit.value import Value


class Asked(Value):
    environment: str = ""
    max_age: str = "30d"
    within: str = "5m"
    rehearsal_max_age: str = "7d"

    def __post_init__(self) -> None:
        duration.parse(self.max_age)
        duration.parse(self.rehearsal_max_age)
        duration.parse(self.within)


def look(asked: Asked, room: Room) -> Seen:
    """A rollback that left the schema another than before is a fail, an old one proves nothing. The command offered is
    never the rollback itself, which must not be typed into production by habit."""
    from opskit.app import rehearsal_evidence

    event = _newest(asked, room)
    if event is None:
        text = "the ledger has no rollback and no rehearsal of one"
        return Seen(Status.INCONCLUSIVE, text, (), rehearsal_evidence.COMMAND)
    if event.entry.kind == rehearsal_evidence.KIND:
        return rehearsal_evidence.judged(event, rehearsal_evidence.Limits(asked.within, asked.rehearsal_max_age), room)
    return _judged(asked, room, event)


def _judged(asked: Asked, room: Room, event: Event) -> Seen:
    entry, limit = event.entry, duration.parse(asked.within)
    age = room.context.now() - datetime.fromisoformat(entry.at)
    took = timedelta(seconds=float(entry.body.get("seconds", 0)))
    told = f"run {entry.run} on {entry.environment}, {duration.words(age)} ago"
    evidence = (
        f"run {entry.run}",
        f"revisions: {', '.join(entry.body.get('revisions', ()))}",
        f"took {took.total_seconds():.1f} s",
    )
    if not entry.body.get("verified"):
        return Seen(Status.FAIL, f"{told}, did not end as it began: {entry.body.get('outcome', 'unknown')}", evidence)
    if took > limit:
        return Seen(Status.FAIL, f"{told}, took {duration.words(took)}; at most {asked.within} is asked", evidence)
    if age > duration.parse(asked.max_age):
        return Seen(Status.INCONCLUSIVE, f"{told}: that counts for {asked.max_age}", evidence)
    return Seen(Status.PASS, f"{told}: proven by fingerprint in {took.total_seconds():.1f} s", evidence)


def _newest(asked: Asked, room: Room) -> Event | None:
    from opskit.app import rehearsal_evidence

    asked_for = (("run.finished", "rollback"), (rehearsal_evidence.KIND, rehearsal_evidence.SUBJECT))
    found = [
        event
        for (environment, kind, subject), event in room.history.evidence.items()
        if (kind, subject) in asked_for and environment == (asked.environment or environment)
    ]
    return max(found, key=lambda event: event.seq, default=None)
