"""A span of time as a picture shows it: where an instant stands, and which round times to write below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from opskit.value import Value

# Seconds between two round times; the first that leaves at most `_TICKS` of them is taken.
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_TICKS = 7
# Per cent of the way: a statement of a millisecond is still to be seen.
_LEAST = 0.35


class TimeAxis(Value):
    """Aware times; at least a second long."""

    start: datetime
    end: datetime

    def place(self, at: str) -> float:
        """Per cent of the way from the start, of an RFC 3339 time."""
        return self._share(datetime.fromisoformat(at))

    def width(self, at: str, until: str) -> float:
        return max(round(self.place(until) - self.place(at), 2), _LEAST)

    @property
    def ticks(self) -> Sequence[tuple[float, str]]:
        """Where each round time stands, and how it is told: to the second where they are less than a minute apart."""
        whole = (self.end - self.start).total_seconds()
        step = next((each for each in _STEPS if whole / each <= _TICKS), 86400 * (1 + int(whole // (86400 * _TICKS))))
        first = -(-int(self.start.timestamp()) // step) * step
        times = [datetime.fromtimestamp(at, UTC) for at in range(first, int(self.end.timestamp()) + 1, step)]
        form = "%H:%M:%S" if step < 60 else "%H:%M" if step < 43200 else "%m-%d %H:%M"
        return [(self._share(each), f"{each:{form}}") for each in times]

    def _share(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def time_axis(times: Iterable[str | None]) -> TimeAxis:
    """An axis that holds all these RFC 3339 times, at least one of them."""
    instants = [datetime.fromisoformat(each) for each in times if each]
    start, end = min(instants), max(instants)
    return TimeAxis(start, max(end, start + timedelta(seconds=1)))
