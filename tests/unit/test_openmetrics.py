"""Families of gauges as text: what is written is what a reader of the format reads, whatever the values are."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from opskit.core.exposed import Family, Sample
from opskit.gate.exposition import parse
from opskit.render.hostile import visible
from opskit.render.openmetrics import number, page

NUMBERS = st.floats(allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=()))


@given(TEXTS.filter(lambda text: "password" not in text), NUMBERS)
def test_any_text_and_any_number_are_read_as_they_were_given(text: str, value: float) -> None:
    written = page([Family("opskit_x", text, [Sample(value, {"environment": text, "check": "c"})])])
    (series,) = parse(written)
    assert series.labels == {"environment": visible(text), "check": "c"}
    assert series.value == value
    written.encode("utf-8")


def test_a_name_cannot_begin_a_line_of_its_own() -> None:
    hostile = 'x"} 1\nopskit_up{environment="y'
    assert [each.name for each in parse(page([Family("opskit_x", "h", [Sample(0, {"environment": hostile})])]))] == [
        "opskit_x"
    ]


def test_a_family_without_samples_is_left_out_and_the_end_is_marked() -> None:
    assert page([Family("opskit_x", "nothing")]) == "# EOF"
    assert page([Family("opskit_x", "a\nb", [Sample(1)])]).splitlines() == [
        "# HELP opskit_x a\\nb", "# TYPE opskit_x gauge", "opskit_x 1", "# EOF",
    ]  # fmt: skip


def test_numbers_that_are_none_have_their_own_words() -> None:
    assert [number(each) for each in (0.0, 2.5, 1e15, math.inf, -math.inf, math.nan)] == [
        "0", "2.5", "1000000000000000", "+Inf", "-Inf", "NaN",
    ]  # fmt: skip
