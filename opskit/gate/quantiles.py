"""Percentiles of raw samples with distribution-free intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from opskit.core.histogram import Histogram
from opskit.value import Value, field

CONFIDENCE = 0.95
# The least n for which even the interval from the smallest to the largest sample covers the percentile with 95 %:
# 1 - p^n - (1 - p)^n >= 0.95.
NEEDS = {"p50": 6, "p95": 59, "p99": 299}
SHARE = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
FAR = 12


class Latency(Value):
    """Milliseconds. A percentile is None, and absent from `ci`, when there are too few samples to bound it."""

    samples: int
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    max_ms: float | None = None
    ci: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def latency(ms: Sequence[float]) -> Latency:
    ordered = sorted(ms)
    supported = [name for name, least in NEEDS.items() if len(ordered) >= least]
    values = {name: round(quantile(ordered, SHARE[name]), 3) for name in supported}
    return Latency(
        len(ordered),
        values.get("p50"),
        values.get("p95"),
        values.get("p99"),
        round(ordered[-1], 3) if ordered else None,
        {name: _bounds(ordered, SHARE[name]) for name in supported},
    )


def latency_of(seen: Histogram, longest_ms: float) -> Latency:
    """The same of a histogram, with its precision; the longest is kept exactly beside it."""
    count = seen.samples
    supported = [name for name, least in NEEDS.items() if count >= least]
    values = {name: round(seen.at_ranks([rank(count, SHARE[name])])[0], 3) for name in supported}
    bounds = {name: seen.at_ranks(_supported_ranks(count, SHARE[name])) for name in supported}
    return Latency(
        count, values.get("p50"), values.get("p95"), values.get("p99"), round(longest_ms, 3) if count else None,
        {name: (round(low, 3), round(high, 3)) for name, (low, high) in bounds.items()},
    )  # fmt: skip


def quantile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of sorted values: always one that was measured."""
    return ordered[rank(len(ordered), share) - 1]


def rank(count: int, share: float) -> int:
    """From 1."""
    return max(math.ceil(share * count), 1)


def _bounds(ordered: Sequence[float], share: float) -> tuple[float, float]:
    low, high = _supported_ranks(len(ordered), share)
    return round(ordered[low - 1], 3), round(ordered[high - 1], 3)


def _supported_ranks(count: int, share: float) -> tuple[int, int]:
    found = ranks(count, share)
    if found is None:
        raise ValueError(f"{count} samples cannot bound the {share} quantile")
    return found


@cache
def ranks(count: int, share: float) -> tuple[int, int] | None:
    """The order statistics (from 1) between which the quantile lies with 95 % whatever the distribution: the number
    of samples below it is binomial. 2.5 % on each side; where the upper side cannot have it (few samples, a high
    quantile) the largest sample is the bound and the lower side gets what is left. None when there is no such pair."""
    first, at_most = _binomial(count, share)
    ranks = range(first + 1, first + len(at_most) + 1)
    known = dict(zip(ranks, at_most, strict=True))  # of a rank: P(X < rank)
    beyond = (1 - CONFIDENCE) / 2
    upper = next((rank for rank in ranks if rank <= count and 1 - known[rank] <= beyond), count)
    left = 2 * beyond - max(1 - known[upper], beyond)
    lower = max((rank for rank in ranks if rank < upper and known[rank] <= left), default=0)
    return (lower, upper) if lower else None


def _binomial(count: int, share: float) -> tuple[int, list[float]]:
    """P(X <= k), X binomial, from the k where it begins to differ from 0 to the one where it has reached 1: what lies
    FAR standard deviations from the mean has less than 1e-30."""
    logs = math.log(share), math.log1p(-share)
    mean, far = count * share, FAR * math.sqrt(count * share * (1 - share)) + FAR
    first, last = max(math.floor(mean - far), 0), min(math.ceil(mean + far), count)
    total, sums = 0.0, []
    for k in range(first, last + 1):
        ways = math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        total += math.exp(ways + k * logs[0] + (count - k) * logs[1])
        sums.append(total)
    return first, sums
