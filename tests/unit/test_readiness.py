"""The verdict of a report: what fails is NOT READY, what cannot be told is never READY, and the number never says
otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opskit.core.check import DIMENSIONS
from opskit.core.readiness import CAP, Point, Readiness, blockers, bounds, decide
from opskit.core.score import DimensionScore, Scores
from opskit.core.verdict import Verdict

PASS, FAIL, UNSEEN = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE
verdicts = some.lists(some.sampled_from(Verdict), min_size=1)


def judged(overall: float, upper: float) -> Scores:
    return Scores(overall, upper, 1.0, PASS, {name: DimensionScore(overall, upper, 1.0) for name in DIMENSIONS})


@pytest.mark.parametrize(
    ("seen", "waived", "verdict"),
    [
        ([PASS, PASS], 0, Readiness.READY),
        ([PASS], 1, Readiness.WITH_WAIVERS),
        ([PASS, FAIL], 0, Readiness.NOT_READY),
        ([PASS, FAIL], 3, Readiness.NOT_READY),
        ([PASS, UNSEEN], 0, Readiness.NOT_PROVEN),
        ([FAIL, UNSEEN], 0, Readiness.NOT_READY),
        ([UNSEEN], 2, Readiness.NOT_PROVEN),
        ([], 0, Readiness.NOT_PROVEN),
    ],
)
def test_the_verdict(seen: list[Verdict], waived: int, verdict: Readiness) -> None:
    assert decide(seen, waived) is verdict


@given(verdicts)
def test_losing_sight_of_a_point_never_makes_it_ready(seen: list[Verdict]) -> None:
    for place in range(len(seen)):
        blinded = decide([*seen[:place], UNSEEN, *seen[place + 1 :]])
        assert blinded in (Readiness.NOT_PROVEN, Readiness.NOT_READY)


@given(verdicts, some.floats(0, 100), some.floats(0, 100))
def test_losing_sight_or_a_fault_never_raises_the_score(seen: list[Verdict], overall: float, more: float) -> None:
    scores = judged(overall, min(overall + more, 100.0))
    score, upper = bounds(scores, seen)
    for worse in (UNSEEN, FAIL):
        for place in range(len(seen)):
            if seen[place] is not PASS:
                continue
            changed = bounds(scores, [*seen[:place], worse, *seen[place + 1 :]])
            assert changed[0] <= score
            assert changed[1] <= upper


@given(verdicts, some.floats(0, 100))
def test_no_good_score_stands_beside_a_bad_verdict(seen: list[Verdict], overall: float) -> None:
    score, upper = bounds(judged(overall, 100.0), seen)
    if decide(seen) is not Readiness.READY:
        assert score <= CAP
    if decide(seen) is Readiness.NOT_READY:
        assert upper <= CAP
    if decide(seen) is Readiness.READY:
        assert (score, upper) == (overall, 100.0)


def test_what_blocks_has_failures_before_doubts_in_their_order() -> None:
    points = [Point("a", "1", UNSEEN), Point("a", "2", FAIL), Point("a", "3", PASS), Point("a", "4", FAIL)]
    assert [point.what for point in blockers(points)] == ["2", "4", "1"]
