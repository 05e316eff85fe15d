"""How many tables there are (`expect = "count == 12"`): partitions count with their parents; opskit's record, Alembic's
table and those of extensions do not count."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import expecting, judged
from opskit.catalog.facts import fact
from opskit.value import Value


class Asked(Value):
    expect: str

    def __post_init__(self) -> None:
        expecting(self.expect, {"count"})


def answer(asked: Asked, room: Room) -> Answered:
    count = int(room.db.rows(fact("tables_counted"))[0]["count"])
    if not count:
        return Answered(ClaimVerdict.NOT_TESTABLE, "0 tables", "there is no table to look at")
    return judged(asked.expect, {"count": count}, f"{count} tables")
