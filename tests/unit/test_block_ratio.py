"""Ratios of two loads, from their blocks of time."""

from __future__ import annotations

import random

from opskit.core.histogram import Histogram, bucket
from opskit.gate.block_ratio import of_percentile, of_throughput
from opskit.gate.ratio import DRIFT


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
