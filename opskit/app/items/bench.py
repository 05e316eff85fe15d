"""Whether the queries were timed here, not longer than `max_age` ago: the newest benchmark in the ledger."""

from __future__ import annotations

from datetime import datetime

from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.bench_record import BENCHED
from opskit.core.item_state import Seen, Status
from opskit.value import Value

COMMAND = "opskit bench"


class Asked(Value):
    max_age: str = "7d"

    def __post_init__(self) -> None:
        duration.parse(self.max_age)


def look(asked: Asked, room: Room) -> Seen:
    """That it was measured, not whether it was fast enough: the limits are the gate's."""
    event = room.history.newest(room.context.environment.name, BENCHED, "bench")
    if event is None:
        return Seen(Status.INCONCLUSIVE, "the ledger has no benchmark of this environment", (), COMMAND)
    age = room.context.now() - datetime.fromisoformat(event.entry.at)
    queries = [f"{each['name']}: {len(each['samples'])} samples kept" for each in event.entry.body["queries"]]
    if age > duration.parse(asked.max_age):
        text = f"the newest benchmark is {duration.words(age)} old; it counts for {asked.max_age}"
        return Seen(Status.INCONCLUSIVE, text, (f"run {event.entry.run}", *queries), COMMAND, finding="too old")
    text = f"{len(queries)} queries timed {duration.words(age)} ago, run {event.entry.run}"
    return Seen(Status.PASS if queries else Status.INCONCLUSIVE, text, tuple(queries))
