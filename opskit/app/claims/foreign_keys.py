"""What the foreign keys of the database do, counted: `total`, by what a delete of the parent does (`cascade`,
`no_action`, `restrict`, `set_null`, `set_default`), and `not_valid`, which old rows may break."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import expecting, judged
from opskit.catalog.facts import fact
from opskit.value import Value

_NAMES = {"total", "cascade", "no_action", "restrict", "set_null", "set_default", "not_valid"}


class Asked(Value):
    expect: str

    def __post_init__(self) -> None:
        expecting(self.expect, _NAMES)


def answer(asked: Asked, room: Room) -> Answered:
    (row,) = room.db.rows(fact("foreign_keys_counted"))
    counts = {name: int(row[name]) for name in _NAMES}
    if not counts["total"]:
        return Answered(ClaimVerdict.NOT_TESTABLE, "0 foreign keys", "there is no foreign key to look at")
    parts = [f"{counts[name]} {name.replace('_', ' ')}" for name in sorted(_NAMES - {"total"}, key=str) if counts[name]]
    return judged(asked.expect, counts, f"{counts['total']} foreign keys: {', '.join(parts)}")
