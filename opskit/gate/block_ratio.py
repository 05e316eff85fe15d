"""The ratios of two loads: a percentile, and the throughput. What is resampled are the blocks of time that each load
was kept in, for transactions near each other in time are fast or slow together."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from opskit.core.histogram import Histogram, merged, middle_ms
from opskit.gate.quantiles import quantile, rank
from opskit.gate.ratio import DRIFT, RESAMPLES, SEED, Ratio, few_blocks

# With fewer the blocks say nothing of how much a load varies.
LEAST_BLOCKS = 6
Draws = Sequence[Sequence[int]]


def of_percentile(before: Sequence[Histogram], after: Sequence[Histogram], share: float) -> Ratio | None:
    """Time before / time after; None with too few blocks that hold anything."""
    return _ratio(before, after, lambda blocks, draws: _percentiles(blocks, draws, share))


def of_throughput(before: Sequence[int], after: Sequence[int], seconds: tuple[float, float]) -> Ratio | None:
    """Transactions a second after / before, from the transactions of each block; `seconds` is how long a block of each
    side was."""
    if min(len(before), len(after)) < LEAST_BLOCKS or not (sum(before) and sum(after)):
        return None
    rates = [[count / length for count in side] for side, length in zip((before, after), seconds, strict=True)]
    old, new = (_means(side, _draws(len(side), seed)) for side, seed in zip(rates, (SEED, SEED + 1), strict=True))
    value = (sum(rates[1]) / len(after)) / (sum(rates[0]) / len(before))
    return _bounded(value, [b / a for a, b in zip(old, new, strict=True) if a], min(len(before), len(after)))


def _ratio(
    before: Sequence[Histogram],
    after: Sequence[Histogram],
    found: Callable[[Sequence[Histogram], Draws], list[float]],
) -> Ratio | None:
    old, new = ([each for each in side if each.counts] for side in (before, after))
    if min(len(old), len(new)) < LEAST_BLOCKS:
        return None
    ratios = [
        a / b for a, b in zip(found(old, _draws(len(old), SEED)), found(new, _draws(len(new), SEED + 1)), strict=True)
    ]
    whole = (found(side, [range(len(side))])[0] for side in (old, new))
    value = next(whole) / next(whole)
    return _bounded(value, ratios, min(len(old), len(new)))


def _bounded(value: float, resampled: Sequence[float], blocks: int) -> Ratio:
    """Two runs at different times: widened for what the machine did in between (ratio.DRIFT)."""
    ordered, wider = sorted(resampled), few_blocks(blocks)
    low, high = (value * (quantile(ordered, share) / value) ** wider for share in (0.025, 0.975))
    return Ratio(round(value, 4), round(low / DRIFT, 4), round(high * DRIFT, 4))


def _draws(count: int, seed: int) -> Draws:
    generator = random.Random(seed)  # noqa: S311 - resampling, reproducible
    return [generator.choices(range(count), k=count) for _ in range(RESAMPLES)]


def _means(rates: Sequence[float], draws: Draws) -> list[float]:
    return [sum(rates[place] for place in each) / len(each) for each in draws]


def _percentiles(blocks: Sequence[Histogram], draws: Draws, share: float) -> list[float]:
    """Of each resample. Every block is summed up over the same buckets once; then a resample is a search by halves."""
    places = sorted(merged(blocks).counts)
    sums = [list(accumulate(block.counts.get(place, 0) for place in places)) for block in blocks]
    return [middle_ms(places[_search([sums[number] for number in each], share)]) for each in draws]


def _search(sums: Sequence[Sequence[int]], share: float) -> int:
    wanted = rank(sum(each[-1] for each in sums), share)
    return bisect_left(range(len(sums[0])), wanted, key=lambda place: sum(each[place] for each in sums))
