"""What nothing that opskit can ask would answer; `reason` says why, and who or what could."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room


@dataclass(frozen=True)
class Asked:
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("`reason` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    return Answered(ClaimVerdict.NOT_TESTABLE, "", asked.reason, "", ())
