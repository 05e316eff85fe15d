"""How many errors bound a rate of them, and how much blocks of time bound a throughput."""

from __future__ import annotations

import math

import pytest

from opskit.gate.rates import per_second, share_bounds, trials_needed

LIMIT = 1e-5


@pytest.mark.parametrize(("errors", "trials"), [(0, 299_574), (1, 474_387), (2, 629_580), (3, 775_366)])
def test_so_many_without_more_errors_are_less_than_one_in_a_hundred_thousand(errors: int, trials: int) -> None:
    """The exact bounds of a Poisson mean, as tables have them."""
    assert trials_needed(errors, LIMIT) == trials
    assert share_bounds(errors, trials)[1] < LIMIT <= share_bounds(errors, trials - 1)[1]


def test_the_lower_bound_of_one_error_is_that_of_an_event_seen_once_in_twenty() -> None:
    low, high = share_bounds(1, 1000)
    assert low == pytest.approx(-math.log(0.95) / 1000, rel=1e-3)
    assert 0.001 < high < 0.006


def test_without_any_trial_a_share_may_be_anything() -> None:
    assert share_bounds(0, 0) == (0.0, 1.0)


def test_the_bounds_of_many_go_on_from_those_of_few() -> None:
    (low, high), (next_low, next_high) = share_bounds(999, 10**6), share_bounds(1001, 10**6)
    assert 0 < next_low - low < 5e-6
    assert 0 < next_high - high < 5e-6


def test_a_steady_throughput_is_bounded_narrowly_and_an_unsteady_one_widely() -> None:
    assert per_second([100] * 20, 2.0) == (50.0, 50.0)
    low, high = per_second([60, 140] * 10, 2.0)
    assert low < 45 and high > 55


@pytest.mark.parametrize("counts", [[], [100]])
def test_one_block_bounds_nothing(counts: list[int]) -> None:
    assert per_second(counts, 1.0) == (0.0, math.inf)
