"""How many times slower than the control, at a quantile: the ratio with a block bootstrap interval."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from opskit.gate.quantiles import quantile
from opskit.gate.ratio import BLOCK, DRIFT, SEED, few_blocks
from opskit.value import Value

RESAMPLES = 1000
# So many values are looked at in all, for long series in fewer resamples; 200 still give bounds of 95 %.
_WORK, _LEAST = 10_000_000, 200


class Slowdown(Value):
    """Time here / time of the control: above 1 is slower. `low` and `high` bound it with 95 %."""

    value: float
    low: float
    high: float


Compare = Callable[[Sequence[float], Sequence[float], Mapping[str, float]], dict[str, Slowdown]]


class _Side:
    """Samples sorted, each with the block it was taken in: a resample is how often each block is in it."""

    def __init__(self, ms: Sequence[float]) -> None:
        self.size = max(min(BLOCK, len(ms) // 10), 1)
        self.blocks = len(ms) // self.size
        used = ms[: self.blocks * self.size]
        order = sorted(range(len(used)), key=used.__getitem__)
        self.ordered = [used[place] for place in order]
        self.block_of = [place // self.size for place in order]

    def quantiles(self, times: Sequence[int], shares: Sequence[float]) -> list[float]:
        below = list(accumulate(map(times.__getitem__, self.block_of)))
        return [self.ordered[bisect_left(below, max(math.ceil(share * below[-1]), 1))] for share in shares]


def paired(here: Sequence[float], control: Sequence[float], shares: Mapping[str, float]) -> dict[str, Slowdown]:
    """Sample i of both was taken with the same values, one right after the other: a block is in a resample of both or
    of neither."""
    count = min(len(here), len(control))
    return _compared(_Side(here[:count]), _Side(control[:count]), shares, together=True)


def apart(here: Sequence[float], control: Sequence[float], shares: Mapping[str, float]) -> dict[str, Slowdown]:
    """Two series of the same time, each resampled by itself."""
    return _compared(_Side(here), _Side(control), shares, together=False)


def earlier(here: Sequence[float], control: Sequence[float], shares: Mapping[str, float]) -> dict[str, Slowdown]:
    """A control of another time: wider by what the same machine drifts."""
    found = apart(here, control, shares)
    return {name: Slowdown(each.value, each.low / DRIFT, each.high * DRIFT) for name, each in found.items()}


def _compared(here: _Side, control: _Side, shares: Mapping[str, float], together: bool) -> dict[str, Slowdown]:
    generator = random.Random(SEED)  # noqa: S311 - resampling, reproducible
    runs = min(RESAMPLES, max(_LEAST, _WORK // max(len(here.ordered), 1)))
    wanted = list(shares.values())
    ratios: list[list[float]] = [[] for _ in wanted]
    for _ in range(runs):
        drawn = _draw(here.blocks, generator)
        mine = here.quantiles(drawn, wanted)
        theirs = control.quantiles(drawn if together else _draw(control.blocks, generator), wanted)
        for place, (slow, quick) in enumerate(zip(mine, theirs, strict=True)):
            ratios[place].append(slow / quick)
    wider = few_blocks(min(here.blocks, control.blocks))
    values = [quantile(here.ordered, share) / quantile(control.ordered, share) for share in wanted]
    return {
        name: _slowdown(value, sorted(each), wider) for name, value, each in zip(shares, values, ratios, strict=True)
    }


def _draw(blocks: int, generator: random.Random) -> list[int]:
    """How often each block is in a resample."""
    drawn = Counter(generator.choices(range(blocks), k=blocks))
    return [drawn[block] for block in range(blocks)]


def _slowdown(value: float, ratios: Sequence[float], wider: float) -> Slowdown:
    low, high = (value * (quantile(ratios, share) / value) ** wider for share in (0.025, 0.975))
    return Slowdown(round(value, 4), round(low, 4), round(high, 4))
