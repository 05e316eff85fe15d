"""Whether an environment is ready: a verdict from the points that must hold. The score never decides.

READY when every point passes; READY WITH WAIVERS when the only failing ones are waived; NOT READY when a point fails;
NOT PROVEN when none fails and one cannot be told, or when there is no point at all.

A number must not say otherwise: below 70 nothing counts as good, so the score stays at 59 while a point fails or
cannot be told, and its upper bound while one fails (a login that sees less can then never raise the score)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from opskit.core.score import Scores
from opskit.core.verdict import Verdict, worst
from opskit.value import Value

CAP = 59.0


class Readiness(StrEnum):
    READY = "READY"
    WITH_WAIVERS = "READY WITH WAIVERS"
    NOT_READY = "NOT READY"
    NOT_PROVEN = "NOT PROVEN"


class Point(Value):
    """One thing that must hold. `area` is where it was looked at; `why` is the reason of a verdict that is no pass,
    `next` the command to type then, `remedy` statements that mend it. `evidence` are the ids of what it rests on,
    `owner` who can close it, `since` when it was first told (RFC 3339 UTC)."""

    area: str
    what: str
    verdict: Verdict
    why: str = ""
    next: str = ""
    remedy: Sequence[str] = ()
    evidence: Sequence[str] = ()
    owner: str = ""
    since: str = ""


def decide(verdicts: Iterable[Verdict], waived: int = 0) -> Readiness:
    """`waived` counts the failing points that a waiver covers; their verdicts are not among the others."""
    match worst(verdicts):
        case Verdict.FAIL:
            return Readiness.NOT_READY
        case Verdict.INCONCLUSIVE:
            return Readiness.NOT_PROVEN
        case Verdict.PASS:
            return Readiness.WITH_WAIVERS if waived else Readiness.READY


def bounds(scores: Scores, verdicts: Collection[Verdict]) -> tuple[float, float]:
    """The score and its upper bound, as the verdict lets them stand."""
    whole = worst(verdicts)
    score = scores.overall if whole is Verdict.PASS else min(scores.overall, CAP)
    upper = min(scores.upper, CAP) if whole is Verdict.FAIL else scores.upper
    return score, upper


def blockers(points: Sequence[Point]) -> list[Point]:
    """What stands in the way, failures before doubts."""
    return [point for verdict in (Verdict.FAIL, Verdict.INCONCLUSIVE) for point in points if point.verdict is verdict]
