"""A logarithmic axis: where a length of time stands between two powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from opskit.value import Value

# As far as a curve of percentiles is drawn.
NINES = 4


class LogAxis(Value):
    """From 10 to the power of `low` to 10 to the power of `high`."""

    low: int
    high: int

    def place(self, value: float) -> float:
        """Per cent of the way; what lies outside stands at the end."""
        if value <= 0:
            return 0.0
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    @property
    def ticks(self) -> Sequence[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def log_axis(values: Iterable[float | None]) -> LogAxis:
    """An axis that holds all values above 0, at least one decade long."""
    powers = [math.log10(value) for value in values if value is not None and value > 0]
    low = math.floor(min(powers, default=0.0))
    return LogAxis(low, max(math.ceil(max(powers, default=1.0)), low + 1))


def nines(share: float) -> float:
    """Per cent of the way to 99.99 %, where every nine more is as far as the one before; half of them are at 7.5."""
    return round(min(-math.log10(max(1 - share, 1e-9)) / NINES, 1.0) * 100, 2)
