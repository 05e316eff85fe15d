"""Whether going back was tried, not longer than `max_age` ago, and proven by fingerprint, within `within`: the newest
rollback in the ledger, on `environment` or (empty) on any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.checklist import Seen, Status
from opskit.core.ledger import Event


@dataclass(frozen=True)
class Asked:
    environment: str = ""
    max_age: str = "30d"
    within: str = "5m"

    def __post_init__(self) -> None:
        duration.parse(self.max_age)
        duration.parse(self.within)


def look(asked: Asked, room: Room) -> Seen:
    """A rollback that left the schema another than before is a fail, an old one proves nothing. No command is offered:
    the one that would answer it must not be typed into production by habit."""
    event = _newest(asked, room)
    if event is None:
        return Seen(
            Status.INCONCLUSIVE, "the ledger has no rollback; try one on a copy or on staging, then apply again"
        )
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
    rollbacks = [
        event
        for (environment, kind, subject), event in room.history.evidence.items()
        if (kind, subject) == ("run.finished", "rollback") and environment == (asked.environment or environment)
    ]
    return max(rollbacks, key=lambda event: event.seq, default=None)
