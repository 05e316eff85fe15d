"""What so many events among so many tries say of the rate behind them: exact bounds, each with 95 % on its own side."""

from __future__ import annotations

import math
from collections.abc import Callable

_BEYOND = 0.05
_HALVINGS = 60


def bounds(events: int, tries: int) -> tuple[float, float]:
    """Events of a Poisson process, which is what rare ones among many tries are. With none in n the upper bound is
    3.00 / n (the rule of three). (0, 1) of no tries."""
    if not tries:
        return 0.0, 1.0
    low = _root(lambda mean: 1 - _at_most(events - 1, mean) - _BEYOND, events) if events else 0.0
    high = _root(lambda mean: _BEYOND - _at_most(events, mean), events)
    return low / tries, min(high / tries, 1.0)


def _at_most(count: int, mean: float) -> float:
    """P(X <= count). Summed from the largest term down, so that means of thousands do not vanish."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    logs = [each * math.log(mean) - mean - math.lgamma(each + 1) for each in _near(count, mean)]
    return min(math.fsum(map(math.exp, logs)), 1.0)


def _near(count: int, mean: float) -> range:
    """Terms further than 12 standard deviations below the mean add less than 1e-30."""
    return range(max(0, int(mean - 12 * math.sqrt(mean) - 12)), count + 1)


def _root(grows: Callable[[float], float], events: int) -> float:
    """Where a growing function of the mean passes zero."""
    low, high = 0.0, events + 10 * math.sqrt(events + 1) + 10
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) > 0 else (middle, high)
    return high
