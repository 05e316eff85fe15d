"""Percentiles and their intervals against known answers."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import pytest

from opskit.gate.quantiles import NEEDS, latency, quantile, ranks

SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def test_a_percentile_is_the_nearest_rank_of_the_raw_samples() -> None:
    ordered = list(range(1, 101))
    assert [quantile(ordered, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert quantile([7.0], 0.99) == 7.0


@pytest.mark.parametrize("name", NEEDS)
def test_the_least_number_of_samples_is_where_a_95_percent_interval_begins_to_exist(name: str) -> None:
    least = NEEDS[name]
    assert ranks(least, SHARES[name]) is not None
    assert ranks(least - 1, SHARES[name]) is None


@pytest.mark.parametrize(("count", "expected"), [(6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (100, (40, 61))])
def test_the_ranks_of_a_median_are_those_of_the_sign_test(count: int, expected: tuple[int, int]) -> None:
    assert ranks(count, 0.5) == expected


@pytest.mark.parametrize("share", ["1/2", "19/20", "99/100"])
@pytest.mark.parametrize("count", [6, 59, 60, 71, 72, 299, 368, 1000])
def test_the_ranks_cover_95_percent_by_exact_arithmetic(count: int, share: str) -> None:
    """P(lower <= X < upper) of the binomial number of samples below the percentile, in fractions."""
    p = Fraction(share)
    found = ranks(count, float(p))
    if found:
        within = sum(comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(found[0], found[1]))
        assert within >= Fraction(95, 100)
    else:
        assert count < NEEDS[{"1/2": "p50", "19/20": "p95", "99/100": "p99"}[share]]


@pytest.mark.parametrize(("name", "count"), [("p50", 150), ("p95", 300), ("p99", 1000)])
def test_the_interval_covers_the_true_percentile_in_95_of_100_runs(name: str, count: int) -> None:
    generator = random.Random(1)
    runs, hits = 1500, 0
    found = ranks(count, SHARES[name])
    assert found is not None
    for _ in range(runs):
        ordered = sorted(generator.random() for _ in range(count))
        hits += ordered[found[0] - 1] <= SHARES[name] <= ordered[found[1] - 1]
    assert 0.93 <= hits / runs <= 0.98


def test_a_percentile_without_enough_samples_is_absent_and_not_invented() -> None:
    seen = latency([float(number) for number in range(1, 59)])
    assert (seen.p50_ms, seen.p95_ms, seen.p99_ms, seen.max_ms) == (29.0, None, None, 58.0)
    assert set(seen.ci) == {"p50"}
    assert latency([]) == latency(())
    assert latency([]).max_ms is None


def test_with_enough_samples_each_percentile_lies_in_its_interval() -> None:
    generator = random.Random(2)
    seen = latency([generator.lognormvariate(0, 1) for _ in range(400)])
    for name, value in (("p50", seen.p50_ms), ("p95", seen.p95_ms), ("p99", seen.p99_ms)):
        low, high = seen.ci[name]
        assert value is not None
        assert low < value <= high
