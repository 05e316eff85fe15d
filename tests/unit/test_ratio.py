"""The ratio of two medians: what its interval promises, tried on series whose truth is known."""

from __future__ import annotations

import math
import random

import pytest

from opskit.gate import ratio
from opskit.gate.ratio import DRIFT, Ratio, paired, sequential

RUNS = 80
TRUTH = 3.0


def series(generator: random.Random, count: int, likeness: float) -> list[float]:
    """Log-normal times around 1; each resembles the one before by `likeness` (autocorrelation)."""
    state, values = 0.0, []
    for _ in range(count):
        state = likeness * state + math.sqrt(1 - likeness**2) * generator.gauss(0, 0.3)
        values.append(math.exp(state))
    return values


@pytest.mark.parametrize(("count", "likeness"), [(30, 0.0), (120, 0.0), (120, 0.7)])
def test_the_interval_covers_the_true_ratio_and_no_difference_is_invented(
    count: int, likeness: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratio, "RESAMPLES", 200)
    covered = quiet = 0
    for number in range(RUNS):
        generator = random.Random(number)
        after, before = series(generator, count, likeness), series(generator, count, likeness)
        found = paired([TRUTH * each for each in before], after)
        covered += found.low <= TRUTH <= found.high
        quiet += paired(before, after).word == "no difference shown"
    assert covered / RUNS >= 0.90
    assert quiet / RUNS >= 0.90


def test_what_disturbs_both_sides_of_a_pair_does_not_widen_the_interval() -> None:
    generator = random.Random(5)
    noise = [generator.lognormvariate(0, 1) for _ in range(200)]
    after = [each * generator.lognormvariate(0, 0.05) for each in noise]
    found = paired([1.2 * each for each in noise], after)
    loose = sequential([1.2 * each for each in noise], after)
    assert found.high / found.low < 1.5 < loose.high / loose.low / DRIFT**2
    assert found.word == "faster"


def test_the_same_samples_give_the_same_answer() -> None:
    generator = random.Random(6)
    before, after = series(generator, 50, 0.2), series(generator, 50, 0.2)
    assert paired(before, after) == paired(before, after)


def test_constant_times_give_the_exact_ratio() -> None:
    assert paired([8.0] * 40, [2.0] * 40) == Ratio(4.0, 4.0, 4.0)


def test_runs_at_different_times_have_to_differ_by_more_than_the_machine_drifts() -> None:
    assert sequential([1.5] * 40, [1.0] * 50).word == "no difference shown"
    assert sequential([3.0] * 40, [1.0] * 50).word == "faster"
    assert sequential([1.0] * 40, [3.0] * 50).word == "slower"


@pytest.mark.parametrize(
    ("low", "high", "word"), [(1.01, 1.2, "faster"), (0.8, 0.99, "slower"), (0.99, 1.01, "no difference shown")]
)
def test_a_difference_is_shown_only_when_the_interval_leaves_out_1(low: float, high: float, word: str) -> None:
    assert Ratio(1.0, low, high).word == word
