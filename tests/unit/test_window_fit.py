"""Whether a change fits into its window: the arithmetic, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opskit.core.time_budget import UNKNOWN, Budgeted
from opskit.core.window import Weekly, Window
from opskit.core.window_fit import arithmetic, next_fit, refusal

NIGHT = Weekly(frozenset({1}), time(22), time(0), ZoneInfo("Europe/Berlin"))
TUESDAY = datetime(2026, 1, 13, 21, tzinfo=UTC)  # when it opens
NEEDS = Budgeted(45 * 60, 5 * 60, "rehearsed once", "estimated")
SUM = "it takes 45 min (rehearsed once) + undo 5 min (estimated) + margin 5 min = 55 min"


def at(minutes: float) -> datetime:
    """So many minutes after the window has opened; it is open for 120."""
    return TUESDAY + timedelta(minutes=minutes)


def test_without_windows_nothing_is_refused() -> None:
    assert refusal((), at(0), NEEDS) == ""
    assert refusal((), at(0), UNKNOWN) == ""


def test_what_ends_with_the_window_fits_and_a_second_more_does_not() -> None:
    assert refusal((NIGHT,), at(65), NEEDS) == ""
    told = refusal((NIGHT,), at(65) + timedelta(seconds=1), NEEDS)
    assert told == f"{SUM}, but 54 min 59 s are left until 2026-01-14 00:00 CET"


@pytest.mark.parametrize("minutes", [-1, 120, 24 * 60])
def test_outside_of_a_window_the_arithmetic_is_told_all_the_same(minutes: int) -> None:
    assert refusal((NIGHT,), at(minutes), NEEDS) == f"no window is open; {SUM}"


def test_what_nobody_knows_the_length_of_never_fits() -> None:
    unknown = "how long it takes is not known: it was never rehearsed, and nobody has said it"
    assert refusal((NIGHT,), at(0), UNKNOWN) == f"{unknown}, but 2 h are left until 2026-01-14 00:00 CET"
    assert refusal((NIGHT,), at(-1), UNKNOWN) == f"no window is open; {unknown}"
    assert next_fit((NIGHT,), at(0), UNKNOWN) is None


def test_the_parts_add_up_as_they_are_told() -> None:
    told = arithmetic(Budgeted(0.2, 61.5, "a", "b"))
    assert told == "it takes 1 s (a) + undo 1 min 2 s (b) + margin 5 min = 6 min 3 s"


def test_the_margin_may_be_another() -> None:
    assert refusal((NIGHT,), at(70), NEEDS) != ""
    assert refusal((NIGHT,), at(70), NEEDS, margin_s=0) == ""


def test_the_next_window_is_the_first_to_come_that_is_long_enough() -> None:
    short = Window(at(24 * 60), at(24 * 60 + 54))
    assert next_fit((short, NIGHT), at(70), NEEDS) == Window(at(7 * 24 * 60), at(7 * 24 * 60 + 120), NIGHT.zone)
    assert next_fit((short,), at(70), NEEDS) is None
    assert next_fit((NIGHT,), at(70), Budgeted(3 * 3600, 1, "", "")) is None


SECONDS = some.floats(0, 10_000)


@given(SECONDS, SECONDS, some.integers(0, 119), SECONDS)
def test_what_takes_longer_or_begins_later_never_fits_better(do: float, undo: float, begins: int, more: float) -> None:
    if refusal((NIGHT,), at(begins), Budgeted(do, undo, "", "")):
        assert refusal((NIGHT,), at(begins), Budgeted(do + more, undo, "", ""))
        assert refusal((NIGHT,), at(begins), Budgeted(do, undo + more, "", ""))
        assert refusal((NIGHT,), at(min(begins + more / 60, 119)), Budgeted(do, undo, "", ""))
