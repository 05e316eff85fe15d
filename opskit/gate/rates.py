"""How many a second, and how many fail: with bounds, and what is missing where they do not decide."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

# Of the normal distribution, 95 % on both sides.
_NORMAL = 1.959964
CONFIDENCE = 0.95
# From so many events on the bounds of a Poisson mean are those of a normal one, to a thousandth; 95 % on one side.
MANY, _ONE_SIDE = 1000, 1.644854


def per_second(counts: Sequence[int], block_s: float) -> tuple[float, float]:
    """Bounds with 95 % of what one block of time yields, by how much they differ; from nothing to anything with one."""
    blocks = len(counts)
    if blocks < 2 or not block_s:
        return 0.0, math.inf
    mean = sum(counts) / blocks
    deviation = math.sqrt(sum((count - mean) ** 2 for count in counts) / (blocks - 1))
    far = _student(blocks - 1) * deviation / math.sqrt(blocks)
    return max(mean - far, 0.0) / block_s, (mean + far) / block_s


def share_bounds(events: int, trials: int) -> tuple[float, float]:
    """Bounds of a small share, each one-sided with 95 % (exact, by the Poisson distribution): none in 299,574 is less
    than 0.001 %, and none in fewer is not. Trials are taken as independent."""
    if not trials:
        return 0.0, 1.0
    return _least(events) / trials, min(_most(events) / trials, 1.0)


def trials_needed(events: int, limit: float) -> int:
    """How many would put the upper bound below the limit, were there no more events."""
    return math.floor(_most(events) / limit) + 1


def _least(events: int) -> float:
    """The mean with which so many are seen in one of twenty cases."""
    if events >= MANY or not events:
        return events - _ONE_SIDE * math.sqrt(events)
    return _mean_where(lambda mean: 1 - _at_most(events - 1, mean), 1 - CONFIDENCE)


def _most(events: int) -> float:
    """The mean with which so few are seen in one of twenty cases."""
    if events >= MANY:
        return events + 1 + _ONE_SIDE * math.sqrt(events + 1)
    return _mean_where(lambda mean: 1 - _at_most(events, mean), CONFIDENCE)


def _mean_where(rising: Callable[[float], float], wanted: float) -> float:
    """By halves, to a millionth."""
    low, high = 0.0, 10.0
    while rising(high) < wanted:
        high *= 2
    while high - low > high * 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return high


def _at_most(events: int, mean: float) -> float:
    """P(X <= events), X of Poisson with this mean."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(events + 1)) if mean else 1.0


def _student(freedom: int) -> float:
    z = _NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
