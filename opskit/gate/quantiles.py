"""Percentiles of raw samples with distribution-free intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

CONFIDENCE = 0.95
# The least n for which even the interval from the smallest to the largest sample covers the percentile with 95 %:
# 1 - p^n - (1 - p)^n >= 0.95.
NEEDS = {"p50": 6, "p95": 59, "p99": 299}
_SHARE = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True)
class Latency:
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
    values = {name: round(quantile(ordered, _SHARE[name]), 3) for name in supported}
    return Latency(
        len(ordered),
        values.get("p50"),
        values.get("p95"),
        values.get("p99"),
        round(ordered[-1], 3) if ordered else None,
        {name: _bounds(ordered, _SHARE[name]) for name in supported},
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of sorted values: always one that was measured."""
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def _bounds(ordered: Sequence[float], share: float) -> tuple[float, float]:
    found = ranks(len(ordered), share)
    if found is None:
        raise ValueError(f"{len(ordered)} samples cannot bound the {share} quantile")
    return round(ordered[found[0] - 1], 3), round(ordered[found[1] - 1], 3)


@cache
def ranks(count: int, share: float) -> tuple[int, int] | None:
    """The order statistics (from 1) between which the quantile lies with 95 % whatever the distribution: the number
    of samples below it is binomial. 2.5 % on each side; where the upper side cannot have it (few samples, a high
    quantile) the largest sample is the bound and the lower side gets what is left. None when there is no such pair."""
    at_most = _binomial(count, share)
    beyond = (1 - CONFIDENCE) / 2
    upper = next((rank for rank in range(1, count + 1) if 1 - at_most[rank - 1] <= beyond), count)
    left = 2 * beyond - max(1 - at_most[upper - 1], beyond)
    lower = max((rank for rank in range(1, upper) if at_most[rank - 1] <= left), default=0)
    return (lower, upper) if lower else None


def _binomial(count: int, share: float) -> list[float]:
    """P(X <= k) for k = 0 … count, X binomial."""
    logs = math.log(share), math.log1p(-share)
    total, sums = 0.0, []
    for k in range(count + 1):
        ways = math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        total += math.exp(ways + k * logs[0] + (count - k) * logs[1])
        sums.append(total)
    return sums
