"""Intervals keep their promise, tried on series whose truth is known: nominal 95 % covers 93 to 98, also where
successive samples are alike, and no change raises no alarm."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime

import pytest

from opskit.catalog.gate_file import MARGINS
from opskit.core.sampling import share_of
from opskit.gate import slowdown
from opskit.gate.folded import Look
from opskit.gate.shapes import latencies

SIGMA = 0.6
TRUTH = {"p50_ms": 1.0, "p99_ms": math.exp(SIGMA * 2.326348)}
SHARES = {name: share_of(name) or 0.0 for name in MARGINS}


def series(generator: random.Random, count: int, likeness: float) -> list[float]:
    """Log-normal times around 1; each resembles the one before by `likeness` (autocorrelation)."""
    state, values = generator.gauss(0, 1), []
    for _ in range(count):
        state = likeness * state + math.sqrt(1 - likeness**2) * generator.gauss(0, 1)
        values.append(math.exp(SIGMA * state))
    return values


@pytest.mark.parametrize(("count", "likeness"), [(400, 0.0), (1000, 0.0), (1000, 0.5), (1000, 0.8)])
def test_the_interval_of_a_quantile_covers_it(count: int, likeness: float) -> None:
    runs, covered = 400, dict.fromkeys(TRUTH, 0)
    for seed in range(runs):
        taken = latencies.Series(series(random.Random(seed), count, likeness))
        folded = latencies.fold([Look(datetime.now(UTC), latencies.Shape({"q": taken}))], list(TRUTH))
        for name, truth in TRUTH.items():
            estimate = folded.parts[0].estimates[name]
            covered[name] += estimate.low <= truth <= estimate.high
    # 400 runs tell a coverage to 1.1 of a hundred (one sigma).
    assert all(0.915 <= number / runs <= 0.995 for number in covered.values()), covered


@pytest.mark.slow
@pytest.mark.parametrize("likeness", [0.0, 0.5, 0.8])
@pytest.mark.parametrize("compare", [slowdown.apart, slowdown.paired])
def test_the_interval_of_a_ratio_covers_no_change_and_raises_no_alarm(
    compare: slowdown.Compare, likeness: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowdown, "RESAMPLES", 200)
    runs, covered, alarms = 120, dict.fromkeys(SHARES, 0), 0
    for seed in range(runs):
        generator = random.Random(seed)
        found = compare(series(generator, 1000, likeness), series(generator, 1000, likeness), SHARES)
        for name, each in found.items():
            covered[name] += each.low <= 1 <= each.high
        alarms += any(found[name].low > MARGINS[name] for name in MARGINS)
    assert all(number / runs >= 0.90 for number in covered.values()), covered
    assert alarms / runs <= 0.05


def test_a_tail_that_became_slower_is_found_where_the_median_is_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowdown, "RESAMPLES", 200)
    generator = random.Random(3)
    control = series(generator, 10_000, 0.0)
    here = [ms * 10 if generator.random() < 0.015 else ms for ms in series(generator, 10_000, 0.0)]
    found = slowdown.apart(here, control, SHARES)
    assert found["p50_ms"].high < MARGINS["p50_ms"]
    assert found["p99_ms"].low > MARGINS["p99_ms"]


def test_what_disturbs_both_sides_of_a_pair_is_not_their_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowdown, "RESAMPLES", 200)
    generator = random.Random(5)
    shared = series(generator, 2000, 0.95)
    here, control = ([ms * generator.lognormvariate(0, 0.05) for ms in shared] for _ in range(2))
    together, alone = (each(here, control, {"p50_ms": 0.5})["p50_ms"] for each in (slowdown.paired, slowdown.apart))
    assert together.high < MARGINS["p50_ms"] < alone.high


def test_the_same_samples_give_the_same_answer() -> None:
    one, other = series(random.Random(1), 400, 0.2), series(random.Random(2), 400, 0.2)
    assert slowdown.apart(one, other, SHARES) == slowdown.apart(one, other, SHARES)


def test_a_control_of_another_time_is_wider_by_what_machines_drift() -> None:
    one, other = series(random.Random(1), 400, 0.2), series(random.Random(2), 400, 0.2)
    near, far = (each(one, other, SHARES)["p50_ms"] for each in (slowdown.apart, slowdown.earlier))
    assert (far.value, far.low, far.high) == (near.value, near.low / 2, near.high * 2)
