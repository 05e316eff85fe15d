"""Whether a score that was given is one that opskit's own checks give too (`expect = "score >= 95"`): of one of the
seven `dimension`s, or of all together without one. What could not be seen counts nothing at its lower bound and
everything at its upper one."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import bounded, expecting
from opskit.core import rule
from opskit.core.check import DIMENSIONS
from opskit.value import Value


class Asked(Value):
    expect: str
    dimension: str = ""

    def __post_init__(self) -> None:
        if len(expecting(self.expect, {"score"})) != 1:
            raise ValueError("`expect` is one condition: score >= 95")
        if self.dimension and self.dimension not in DIMENSIONS:
            raise ValueError(f"`dimension` {self.dimension!r} is none of {', '.join(DIMENSIONS)}")


def answer(asked: Asked, room: Room) -> Answered:
    scores = room.had(room.parts.checks).scores
    one = scores.dimensions[asked.dimension] if asked.dimension else None
    low, high = (one.score, one.upper) if one else (scores.overall, scores.upper)
    coverage = one.coverage if one else scores.coverage
    told = f"{low:.0f} to {high:.0f} of 100" if round(low) != round(high) else f"{low:.0f} of 100"
    next_command = room.command("opskit check --explain-score")
    evidence = ("part:checks",)
    if not room.parts.facts.tables:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, "there is no table to score", next_command, evidence)
    (condition,) = rule.parse(asked.expect).conditions
    verdict = bounded(condition, (low, high))
    why = "" if verdict is ClaimVerdict.VERIFIED else f"by opskit's checks and weights; {coverage:.0%} of them was seen"
    return Answered(verdict, told, why, next_command, evidence)
