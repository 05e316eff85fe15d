"""Seconds expected of a statement: from what was measured, else from a stated default and a wide interval."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opskit.core.estimate import DEFAULT_RATE, Estimate, Kind, Sample, Work, estimate, total

MB = 1_000_000
KINDS = [kind for kind in Kind if kind is not Kind.INSTANT]


@pytest.mark.parametrize("kind", KINDS)
def test_without_measurements_the_default_is_stated_and_the_interval_is_wide(kind: Kind) -> None:
    found = estimate(Work(kind, 1000 * MB), [])
    assert found.low < found.seconds / 5
    assert found.high > found.seconds * 5
    assert f"{DEFAULT_RATE[kind] / 1e6:.0f} MB/s assumed" in found.basis


def test_measurements_take_the_place_of_the_default() -> None:
    measured = [Sample(Work(Kind.BUILD, 100 * MB), seconds) for seconds in (1.0, 2.0, 4.0)]
    found = estimate(Work(Kind.BUILD, 200 * MB), measured)
    assert found.seconds == pytest.approx(4.0, rel=0.05)
    assert found.low <= 2.0
    assert found.high >= 8.0
    assert found.basis.startswith("3 measured")


def test_other_kinds_of_work_and_small_ones_say_nothing() -> None:
    measured = [Sample(Work(Kind.SCAN, 100 * MB), 1.0), Sample(Work(Kind.BUILD, 1000), 1.0)]
    assert "assumed" in estimate(Work(Kind.BUILD, 200 * MB), measured).basis


def test_the_catalog_alone_takes_an_instant() -> None:
    assert estimate(Work(), []).high < 1


MEASURED = st.lists(st.tuples(st.integers(1, 10**12), st.floats(0, 1e6)), max_size=4)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 10**13), MEASURED)
def test_what_is_expected_lies_in_its_interval(kind: Kind, size: int, measured: list[tuple[int, float]]) -> None:
    found = estimate(Work(kind, size), [Sample(Work(kind, count), seconds) for count, seconds in measured])
    assert 0 <= found.low <= found.seconds <= found.high


@given(st.sampled_from(KINDS), st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_work_never_takes_less_time(kind: Kind, one: int, two: int) -> None:
    small, large = sorted((one, two))
    assert estimate(Work(kind, small), []).seconds <= estimate(Work(kind, large), []).seconds


def test_a_row_of_statements_takes_the_sum() -> None:
    found = total([Estimate(1.0, 0.5, 2.0, "a"), Estimate(2.0, 1.0, 8.0, "b"), Estimate(1.0, 1.0, 1.0, "a")])
    assert (found.seconds, found.low, found.high, found.basis) == (4.0, 2.5, 11.0, "a; b")
