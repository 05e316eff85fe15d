"""What the window still has to have room for, against the time that is left of it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from opskit.app.checklist_window import WindowView
from opskit.app.reporting.proof import BudgetLine
from opskit.render.budget_bar import budget_bar


def line(do_s: float | None, undo_s: float | None, *, done: bool = False) -> BudgetLine:
    return BudgetLine("item", "Item", do_s, undo_s, "", "", done)


def window(seconds: int) -> WindowView:
    return WindowView(True, "2026-01-19T22:00:00Z", "2026-01-20T02:00:00Z", "", seconds)


def test_the_reserve_and_the_margin_have_to_fit_too() -> None:
    assert budget_bar([line(600, 300)], window(1200)).verdict == "it fits"
    assert budget_bar([line(600, 301)], window(1200)).verdict == "too long"


def test_what_is_done_is_not_done_again_but_may_have_to_be_taken_back() -> None:
    bar = budget_bar([line(9000, 120, done=True), line(60, 30)], window(3600))
    assert bar.needed_s == 60 + 120 + 30 + 300


def test_the_parts_fill_the_bar_and_the_window_ends_where_its_time_does() -> None:
    for bar in (budget_bar([line(600, 300)], window(2400)), budget_bar([line(3000, 300)], window(1800))):
        assert round(sum(part.width for part in bar.parts)) == 100
        for one, other in pairwise(bar.parts):
            assert one.start + one.width == pytest.approx(other.start, abs=0.02)
    assert bar.edge == 50


def test_a_length_that_nobody_knows_makes_it_untold() -> None:
    bar = budget_bar([line(None, 30), line(60, 30)], window(3600))
    assert (bar.verdict, bar.needed_s) == ("cannot tell", None)


def test_before_the_window_its_whole_length_counts() -> None:
    coming = WindowView(False, "2026-01-19T22:00:00Z", "2026-01-20T02:00:00Z", "", 99)
    assert budget_bar([line(60, 30)], coming).window_s == 4 * 3600


def test_without_a_window_there_is_nothing_to_fit_into() -> None:
    assert budget_bar([line(60, 30)], None).verdict == "cannot tell"
    assert budget_bar([line(60, 30)], WindowView(open=False)).words.endswith("no window is to come")
