"""Whether the server lets in as many connections as the application's pools may open: `size` and `overflow` of each of
`processes`, against max_connections less those reserved."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, Room
from opskit.app.claim_values import TOLD
from opskit.catalog.facts import fact
from opskit.value import Value


class Asked(Value):
    size: int
    overflow: int = 0
    processes: int = 1

    def __post_init__(self) -> None:
        if self.size < 1 or self.overflow < 0 or self.processes < 1:
            raise ValueError("`size` and `processes` are 1 or more, `overflow` 0 or more")


def answer(asked: Asked, room: Room) -> Answered:
    (row,) = room.db.rows(fact("connections_let_in"))
    most, reserved = int(row["most"]), int(row["reserved"])
    wanted = (asked.size + asked.overflow) * asked.processes
    sum_of = f"({asked.size} + {asked.overflow}) x {asked.processes} = {wanted}"
    told = f"{sum_of} connections; the server lets in {most - reserved} (max_connections {most}, {reserved} reserved)"
    return Answered(TOLD[wanted <= most - reserved], told)
