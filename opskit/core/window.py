"""When an environment may be changed: windows, of one night or of every week, as instants in UTC."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from opskit.value import Value, replace

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Days looked at around an instant. A window that began yesterday may still be open; one of a single day of the week
# that a change of the clocks has swallowed is open again a week later.
_BACK, _AHEAD = 2, 15


class Window(Value):
    """From `start` up to, not including, `end`: both aware and in UTC, so that their difference is the time that
    passes. `zone` is the one they are told in."""

    start: datetime
    end: datetime
    zone: tzinfo = UTC

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def words(self) -> str:
        return f"{told(self.start, self.zone)} to {told(self.end, self.zone)}"

    def open(self, now: datetime) -> bool:
        return self.start <= now < self.end

    def around(self, now: datetime) -> Iterator[Window]:
        """Itself: it comes once."""
        yield self


class Weekly(Value):
    """On these days (0 is Monday), from a time of the clock on the wall to the next `closes`, which may be on the day
    after. Where the clock is changed meanwhile, the window is as much longer or shorter. A time that the clock shows
    twice is the first of the two; one that it jumps over is the moment of the jump."""

    days: frozenset[int]
    opens: time
    closes: time
    zone: ZoneInfo

    @property
    def words(self) -> str:
        days = ", ".join(DAYS[day] for day in sorted(self.days))
        return f"{days} {self.opens:%H:%M} to {self.closes:%H:%M} {self.zone.key}"

    def around(self, now: datetime) -> Iterator[Window]:
        """Those of the days before and of the two weeks after; none that a jump of the clock leaves nothing of."""
        today = now.astimezone(self.zone).date()
        for day in (today + timedelta(days=number) for number in range(-_BACK, _AHEAD)):
            if day.weekday() in self.days:
                last = day + timedelta(days=self.closes <= self.opens)
                start, end = _instant(day, self.opens, self.zone), _instant(last, self.closes, self.zone)
                if start < end:
                    yield Window(start, end, self.zone)


def ahead(windows: Iterable[Window | Weekly], now: datetime) -> list[Window]:
    """Those that are not over, the earliest first; windows that overlap or touch are one. The first may be open."""
    joined: list[Window] = []
    known = (window for each in windows for window in each.around(now))
    for window in sorted(known, key=lambda each: (each.start, each.end)):
        if joined and window.start <= joined[-1].end:
            joined[-1] = replace(joined[-1], end=max(window.end, joined[-1].end))
        else:
            joined.append(window)
    return [window for window in joined if now < window.end]


def told(at: datetime, zone: tzinfo) -> str:
    """2026-01-13 22:00 CET."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """In UTC."""
    wall = datetime.combine(day, at, zone)
    found = wall.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return _jump(wall.replace(fold=1).astimezone(UTC), found, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the clock is put forward, to the second."""
    offset = after.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()) + 1)
    passed = bisect_left(
        seconds, True, key=lambda each: (before + timedelta(seconds=each)).astimezone(zone).utcoffset() == offset
    )
    return before + timedelta(seconds=passed)
