"""pgbench's log of transactions, read line by line into counts that stay small however long it gets.

A line is `client transaction time script epoch microseconds`, then the lag behind the schedule where there was a rate,
and the retries where there may be some. `time` is in microseconds and, with a rate, from when the transaction was due:
one that waited because those before it were stuck counts its whole wait. In place of a time stands what made it fail
(15 and later)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from opskit.core.histogram import SCALE, Histogram, merged

# Of the time measured; what a ratio or a throughput is resampled by. Twenty of them bound one with 95 % (the widening
# of ratio.few_blocks is 1.10), and each is seconds long, so that what lasts less lies within one.
BLOCKS = 20
SECOND = 1_000_000
# Begun so much later than due is late: pgbench's own clock is good to less than a millisecond.
LATE_US = 10_000
_FAILURES = {b"serialization": "40001", b"deadlock": "40P01", b"failed": "40001 or 40P01"}


@dataclass
class ScriptTally:
    """`blocks` has the buckets of each block of time. `failed` counts by SQLSTATE what pgbench counts itself."""

    blocks: list[dict[int, int]] = field(default_factory=lambda: [{} for _ in range(BLOCKS)])
    longest_us: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    retried: int = 0

    @property
    def histograms(self) -> list[Histogram]:
        return [Histogram(each) for each in self.blocks]

    @property
    def total(self) -> Histogram:
        return merged(self.histograms)


class Tally:
    """What begins in the first `warm_up_s` seconds is counted in `dropped` and nowhere else. `lags` is how much later
    than due each transaction began. The load begins with the first transaction that is read; another thread may have
    begun one a little earlier."""

    def __init__(self, scripts: int, warm_up_s: float, duration_s: float, rated: bool, retrying: bool) -> None:
        self.scripts = [ScriptTally() for _ in range(scripts)]
        self.dropped = 0
        self.late = 0
        self._lags: dict[int, int] = {}
        self._lag_at = 6 if rated else 0
        self._retries_at = (7 if rated else 6) if retrying else 0
        self._warm_up_us, self._block_us = int(warm_up_s * SECOND), max(int(duration_s * SECOND / BLOCKS), 1)
        self._origin: int | None = None
        self._last_us = 0

    @property
    def lags(self) -> Histogram:
        return Histogram(self._lags)

    @property
    def measured_s(self) -> float:
        """From the end of the warm-up to the last transaction that was seen to end."""
        return self._last_us / SECOND

    def total(self) -> Histogram:
        return merged(each.total for each in self.scripts)

    def take(self, lines: Sequence[bytes]) -> None:
        """A million lines take about two seconds; this loop is what a load costs on the machine it is driven from."""
        for line in lines:
            parts = line.split()
            done = int(parts[4]) * SECOND + int(parts[5])
            us = int(parts[2]) if parts[2].isdigit() else 0
            if self._origin is None:
                self._origin = done - us + self._warm_up_us
            place = done - us - self._origin
            if place < 0 and self._warm_up_us:
                self.dropped += 1
                continue
            self._last_us = max(self._last_us, done - self._origin)
            script = self.scripts[int(parts[3])]
            if parts[2].isdigit():
                self._timed(script, place, us)
            else:
                script.failed[_FAILURES.get(parts[2], parts[2].decode())] += 1
            if self._lag_at or self._retries_at:
                self._beside(script, parts)

    def _timed(self, script: ScriptTally, place: int, us: int) -> None:
        counts = script.blocks[max(0, min(place // self._block_us, BLOCKS - 1))]
        slot = int(math.log(us) * SCALE) if us > 1 else 0
        counts[slot] = counts.get(slot, 0) + 1
        script.longest_us = max(script.longest_us, us)

    def _beside(self, script: ScriptTally, parts: Sequence[bytes]) -> None:
        if self._lag_at:
            lag = int(parts[self._lag_at])
            slot = int(math.log(lag) * SCALE) if lag > 1 else 0
            self._lags[slot] = self._lags.get(slot, 0) + 1
            self.late += lag > LATE_US
        if self._retries_at and parts[self._retries_at] != b"0":
            script.retried += 1
