"""What nothing that opskit can ask would answer; `reason` says why, and who or what could."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.value import Value


class Asked(Value):
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("`reason` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    return Answered(ClaimVerdict.NOT_TESTABLE, "", asked.reason, "", ())
