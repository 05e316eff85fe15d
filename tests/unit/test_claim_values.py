"""What was found, held against what a claim expects."""

from __future__ import annotations

import pytest

from opskit.app.claim_values import bounded, judged
from opskit.core import rule


@pytest.mark.parametrize(
    ("expect", "span", "verdict"),
    [
        ("ratio >= 50", (60.0, 80.0), "verified"),
        ("ratio >= 50", (1.0, 2.0), "refuted"),
        ("ratio >= 50", (40.0, 60.0), "not testable"),
        ("ratio < 50", (40.0, 60.0), "not testable"),
        ("ratio < 50", (40.0, 49.9), "verified"),
        ("ratio < 50", (50.0, 60.0), "refuted"),
    ],
)
def test_what_lies_between_is_told_only_where_both_ends_agree(
    expect: str, span: tuple[float, float], verdict: str
) -> None:
    (condition,) = rule.parse(expect).conditions
    assert bounded(condition, span) == verdict


def test_a_limit_that_is_missed_by_less_than_the_margin_is_reached() -> None:
    (condition,) = rule.parse("ratio >= 50").conditions
    assert bounded(condition, (46.0, 48.0)) == "refuted"
    assert bounded(condition, (46.0, 48.0), 1.1) == "verified"
    assert bounded(condition, (44.0, 48.0), 1.1) == "not testable"


def test_every_condition_must_hold_and_the_broken_ones_are_named() -> None:
    found = judged("a > 1 and b == 2 and c < 3", {"a": 1, "b": 2, "c": 3}, "1, 2 and 3")
    assert (found.verdict, found.measured, found.reason) == ("refuted", "1, 2 and 3", "expected: a > 1 and c < 3")
    assert judged("a > 1", {"a": 2}, "2").verdict == "verified"
