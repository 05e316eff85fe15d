"""Whether a gate lets a change go on: its newest look and decision in `environment` (this one without it) are a go, not
older than `max_age`, and of the very migrations that the files here hold. This is what stands before production."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.item_state import Seen
from opskit.value import Value


class Asked(Value):
    """`gate` of the runbook `runbook`, this one without it."""

    gate: str
    environment: str = ""
    runbook: str = ""
    max_age: str = "24h"

    def __post_init__(self) -> None:
        duration.parse(self.max_age)


def look(asked: Asked, room: Room) -> Seen:
    from opskit.app.promotion import seen

    return seen(asked, room)
