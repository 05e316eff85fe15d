"""Ratios of two loads, from their blocks of time."""

from __future__ import annotations

import math
import random

import pytest

from opskit.core.histogram import Histogram, bucket
from opskit.gate import block_ratio
from opskit.gate.block_ratio import of_percentile, of_throughput
from opskit.gate.ratio import DRIFT

RUNS, TRUTH = 60, 3.0


def blocks(scale: float, count: int = 20, each: int = 400, seed: int = 1) -> list[Histogram]:
    generator = random.Random(seed)
    made = []
    for _ in range(count):
        counts: dict[int, int] = {}
        for _ in range(each):
            slot = bucket(int(scale * generator.lognormvariate(8, 0.6)))
            counts[slot] = counts.get(slot, 0) + 1
        made.append(Histogram(counts))
    return made


def test_ten_times_faster_is_seen_in_the_median_and_in_the_tail() -> None:
    for share in (0.5, 0.99):
        found = of_percentile(blocks(10.0), blocks(1.0, seed=2), share)
        assert found
        assert 8.5 < found.value < 11.5
        assert found.low <= found.value / DRIFT < 10 < found.value * DRIFT <= found.high
        assert found.word == "faster"


def test_the_same_load_twice_shows_no_difference() -> None:
    found = of_percentile(blocks(1.0), blocks(1.0, seed=2), 0.5)
    assert found and found.word == "no difference shown"


def test_a_throughput_is_better_when_it_is_higher() -> None:
    found = of_throughput([100, 110] * 10, [1000, 1100] * 10, (3.0, 3.0))
    assert found and found.value == 10.0 and found.word == "faster"
    halved = of_throughput([100] * 20, [1000] * 20, (3.0, 6.0))
    assert halved and halved.value == 5.0


def test_too_few_blocks_give_no_ratio() -> None:
    assert of_percentile(blocks(1.0, 5), blocks(1.0), 0.5) is None
    assert of_percentile([Histogram()] * 20, blocks(1.0), 0.5) is None
    assert of_throughput([100] * 5, [100] * 20, (1.0, 1.0)) is None
    assert of_throughput([0] * 20, [100] * 20, (1.0, 1.0)) is None


def waves(generator: random.Random, scale: float, each: int) -> list[Histogram]:
    """Twenty blocks of a load whose pace resembles that of the moment before by 0.9."""
    state, made = 0.0, []
    for _ in range(20):
        counts: dict[int, int] = {}
        for _ in range(each):
            state = 0.9 * state + math.sqrt(1 - 0.9**2) * generator.gauss(0, 0.4)
            slot = bucket(int(scale * 10_000 * math.exp(state)))
            counts[slot] = counts.get(slot, 0) + 1
        made.append(Histogram(counts))
    return made


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_the_interval_covers_the_true_ratio_also_where_moments_resemble_each_other(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the room for drift, which would cover nearly anything."""
    monkeypatch.setattr(block_ratio, "DRIFT", 1.0)
    monkeypatch.setattr(block_ratio, "RESAMPLES", 200)
    covered = 0
    for number in range(RUNS):
        generator = random.Random(number)
        found = of_percentile(waves(generator, TRUTH, 150), waves(generator, 1.0, 150), share)
        assert found
        covered += found.low <= TRUTH <= found.high
    assert covered / RUNS >= 0.88
