"""When an environment may be changed: windows of one night and of every week, over both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from opskit.core.window import Weekly, Window, ahead

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
EVERY_DAY = frozenset(range(7))
# The clock goes from 2:00 to 3:00 on the one, from 3:00 to 2:00 on the other.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN)


def nightly(opens: str, closes: str, zone: ZoneInfo = BERLIN, days: frozenset[int] = EVERY_DAY) -> Weekly:
    return Weekly(days, time.fromisoformat(opens), time.fromisoformat(closes), zone)


def first(weekly: Weekly, now: datetime) -> Window:
    return ahead([weekly], now)[0]


def test_a_window_is_open_from_its_start_until_right_before_its_end() -> None:
    window = Window(utc("2026-01-13 21:00"), utc("2026-01-13 23:00"))
    assert ahead([window], utc("2026-01-13 20:59")) == [window]
    assert not window.open(utc("2026-01-13 20:59"))
    assert window.open(window.start)
    assert window.open(window.end - timedelta(microseconds=1))
    assert not window.open(window.end)
    assert ahead([window], window.end) == []


def test_a_weekly_window_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    """The 13th of January 2026 is a Tuesday."""
    tuesday = nightly("22:00", "02:00", days=frozenset({1}))
    night = Window(utc("2026-01-13 21:00"), utc("2026-01-14 01:00"), BERLIN)
    assert first(tuesday, utc("2026-01-12 12:00")) == night
    assert first(tuesday, utc("2026-01-14 00:30")) == night
    assert first(tuesday, night.end).start == utc("2026-01-20 21:00")


def test_from_and_to_the_same_time_is_a_whole_day() -> None:
    assert first(nightly("06:00", "06:00", days=frozenset({1})), utc("2026-01-12 12:00")).length == timedelta(days=1)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 27), 6), (SPRING, 5), (AUTUMN, 7)])
def test_a_window_over_a_change_of_the_clock_is_as_long_as_the_time_that_passes(day: date, hours: int) -> None:
    window = first(nightly("21:00", "03:00"), berlin(day - timedelta(days=1), 20))
    assert (window.start, window.end) == (berlin(day - timedelta(days=1), 21), berlin(day, 3))
    assert window.length == timedelta(hours=hours)


def test_a_start_that_the_clock_jumps_over_is_the_moment_of_the_jump() -> None:
    window = first(nightly("02:20", "04:00"), berlin(SPRING, 0))
    assert (window.start, window.end) == (utc("2026-03-29 01:00"), utc("2026-03-29 02:00"))


def test_an_end_that_the_clock_jumps_over_is_the_moment_of_the_jump() -> None:
    window = first(nightly("01:00", "02:59"), berlin(SPRING, 0))
    assert (window.start, window.end) == (utc("2026-03-29 00:00"), utc("2026-03-29 01:00"))


def test_a_window_that_the_jump_leaves_nothing_of_comes_again_a_week_later() -> None:
    sunday = nightly("02:10", "02:50", days=frozenset({6}))
    assert first(sunday, berlin(SPRING, 0)).start == berlin(date(2026, 4, 5), 2, 10)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert first(nightly("02:30", "04:00"), berlin(AUTUMN, 0)).start == utc("2026-10-25 00:30")
    assert first(nightly("01:00", "02:30"), berlin(AUTUMN, 0)).end == utc("2026-10-25 00:30")


def test_a_day_that_a_country_leaves_out_is_the_moment_it_leaves_it_out() -> None:
    """Samoa went from the 29th to the 31st of December 2011 at midnight, which was 10:00 UTC; the 30th is a Friday."""
    friday = nightly("08:00", "12:00", ZoneInfo("Pacific/Apia"), frozenset({4}))
    assert first(friday, utc("2011-12-29 00:00")).start == utc("2012-01-05 18:00")


def test_windows_that_overlap_or_touch_are_one() -> None:
    one = Window(utc("2026-01-13 21:00"), utc("2026-01-13 23:00"))
    two = Window(utc("2026-01-13 23:00"), utc("2026-01-14 01:00"))
    three = Window(utc("2026-01-13 22:00"), utc("2026-01-13 22:30"))
    later = Window(utc("2026-01-14 01:01"), utc("2026-01-14 02:00"))
    found = ahead([later, two, three, one], utc("2026-01-13 22:10"))
    assert [(each.start, each.end) for each in found] == [(one.start, two.end), (later.start, later.end)]


def test_a_window_is_told_in_its_own_zone() -> None:
    assert first(nightly("22:00", "02:00"), utc("2026-07-01 12:00")).words == (
        "2026-07-01 22:00 CEST to 2026-07-02 02:00 CEST"
    )
    fixed = Window(utc("2026-01-13 21:00"), utc("2026-01-13 23:00"), timezone(timedelta(hours=1)))
    assert fixed.words == "2026-01-13 22:00 UTC+01:00 to 2026-01-14 00:00 UTC+01:00"
    assert nightly("22:00", "02:00", days=frozenset({3, 1})).words == "tue, thu 22:00 to 02:00 Europe/Berlin"


HOURS = some.builds(time, some.integers(0, 23), some.integers(0, 59))
MOMENTS = some.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=some.just(UTC))


@settings(deadline=None)
@given(some.sampled_from([BERLIN, NEW_YORK]), HOURS, HOURS, MOMENTS)
def test_a_nightly_window_is_open_when_the_clock_on_the_wall_says_so(
    zone: ZoneInfo, opens: time, closes: time, now: datetime
) -> None:
    """Both zones change their clocks between 1:00 and 3:00, where one reading means two moments, or none."""
    wall = now.astimezone(zone).time()
    if {1, 2} & {opens.hour, closes.hour} or opens == closes:
        return
    expected = opens <= wall < closes if opens < closes else not closes <= wall < opens
    assert any(window.open(now) for window in ahead([Weekly(EVERY_DAY, opens, closes, zone)], now)) is expected


@settings(deadline=None)
@given(some.sampled_from([BERLIN, NEW_YORK]), HOURS, HOURS, some.frozensets(some.integers(0, 6), min_size=1), MOMENTS)
def test_windows_ahead_are_in_order_apart_and_not_over(
    zone: ZoneInfo, opens: time, closes: time, days: frozenset[int], now: datetime
) -> None:
    found = ahead([Weekly(days, opens, closes, zone)], now)
    assert found
    assert all(now < each.end and each.start < each.end for each in found)
    assert all(one.end < two.start for one, two in pairwise(found))
    assert {each.start.tzinfo for each in found} == {
        UTC
    }  # a difference within another zone is not the time that passes
