"""Where an instant stands on a picture, and what is written below it."""

from __future__ import annotations

import pytest

from opskit.render.time_axis import time_axis


def test_an_axis_holds_all_of_its_times() -> None:
    axis = time_axis(["2026-01-19T22:30:00Z", None, "2026-01-19T22:00:00Z", "2026-01-19T23:00:00Z"])
    assert [axis.place(f"2026-01-19T{at}:00Z") for at in ("22:00", "22:30", "23:00")] == [0, 50, 100]


def test_what_lies_outside_stands_at_the_end() -> None:
    axis = time_axis(["2026-01-19T22:00:00Z", "2026-01-19T23:00:00Z"])
    assert axis.place("2026-01-20T00:00:00Z") == 100


@pytest.mark.parametrize(
    ("start", "end", "ticks"),
    [("22:00:00", "22:00:03", ["22:00:00", "22:00:01", "22:00:02", "22:00:03"]),
     ("22:01:10", "22:07:50", ["22:02", "22:03", "22:04", "22:05", "22:06", "22:07"]),
     ("22:03:00", "23:05:00", ["22:10", "22:20", "22:30", "22:40", "22:50", "23:00"])],
)  # fmt: skip
def test_below_it_stand_round_times_and_few_of_them(start: str, end: str, ticks: list[str]) -> None:
    axis = time_axis([f"2026-01-19T{start}Z", f"2026-01-19T{end}Z"])
    assert [told for _, told in axis.ticks] == ticks


def test_an_axis_of_months_has_ticks_that_can_be_told_apart() -> None:
    ticks = time_axis(["2026-01-01T00:00:00Z", "2026-06-30T00:00:00Z"]).ticks
    assert 2 <= len(ticks) <= 8
    assert len({told for _, told in ticks}) == len(ticks)


def test_a_statement_of_a_millisecond_can_be_seen() -> None:
    axis = time_axis(["2026-01-19T22:00:00Z", "2026-01-19T23:00:00Z"])
    assert axis.width("2026-01-19T22:10:00.000Z", "2026-01-19T22:10:00.001Z") > 0.3


def test_an_axis_of_one_instant_has_a_length() -> None:
    assert time_axis(["2026-01-19T22:00:00Z"]).place("2026-01-19T22:00:00Z") == 0
