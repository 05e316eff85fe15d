"""A table in parts at the widths of terminals."""

from __future__ import annotations

import re

import pytest

from opskit.render import terminal
from opskit.render.blocks import Grouped
from opskit.render.markdown import draw as markdown

ROWS = [["PASS", "apply-migration", "Apply every migration there is, one after the other", "12 s"],
        ["INCONCLUSIVE", "benchmarks", "Measure", "never"]]  # fmt: skip
TABLE = Grouped(
    ["status", "item", "title", "age"], [("Before: 1 of 1", ROWS[:1]), ("After: 0 of 1", ROWS[1:])], "title"
)


@pytest.mark.parametrize("width", [50, 64, 80, 100, 200])
def test_it_fits_the_width_and_loses_nothing(width: int) -> None:
    page = terminal.draw([TABLE], width, colour=False)
    assert max(map(len, page.splitlines())) <= width
    words = " ".join(page.split())
    assert "apply-migration" in words
    for word in "Apply every migration there is, one after the other".split():
        assert word in words
    assert page.index("Before") < page.index("PASS") < page.index("After") < page.index("INCONCLUSIVE")


def test_columns_are_as_wide_in_all_parts() -> None:
    lines = terminal.draw([TABLE], 200, colour=False).splitlines()
    assert len({line.index(name) for line, name in ((lines[3], "apply-migration"), (lines[6], "benchmarks"))}) == 1


def test_a_text_without_room_stands_below_its_row() -> None:
    lines = terminal.draw([TABLE], 52, colour=False).splitlines()
    row = next(number for number, line in enumerate(lines) if "apply-migration" in line)
    assert lines[row].split() == ["PASS", "apply-migration", "12", "s"]
    assert lines[row + 1].strip().startswith("Apply every migration")


@pytest.mark.parametrize("width", [52, 120])
def test_colour_adds_nothing_but_colour(width: int) -> None:
    painted = terminal.draw([TABLE], width, colour=True)
    assert "\033[32mPASS\033[0m" in painted
    assert re.sub(r"\033\[[0-9]*m", "", painted) == terminal.draw([TABLE], width, colour=False)


def test_what_draws_no_parts_draws_tables() -> None:
    page = markdown([TABLE])
    assert page.count("| status | item | title | age |") == 2
    assert "## Before: 1 of 1" in page
