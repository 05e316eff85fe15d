"""Latencies in buckets: how exact they are, how they are added up, and how small they are kept."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from opskit.core.histogram import PRECISION, Histogram, bucket, merged, middle_ms, packed, unpacked
from opskit.gate.quantiles import latency, latency_of

# From a tenth of a millisecond on; below that a bucket may be narrower than the microsecond the clock counts in.
TIMES = st.integers(min_value=100, max_value=10**11)
HISTOGRAMS = st.dictionaries(st.integers(0, 2500), st.integers(1, 10**6), max_size=30).map(Histogram)


@given(TIMES)
def test_what_is_read_is_within_half_a_per_cent_of_what_was_measured(us: int) -> None:
    assert math.isclose(middle_ms(bucket(us)), us / 1000, rel_tol=PRECISION * 1.01)


def test_nothing_and_one_microsecond_have_a_bucket() -> None:
    assert [bucket(us) for us in (-5, 0, 1)] == [0, 0, 0]


@given(st.lists(HISTOGRAMS, max_size=5))
def test_what_is_packed_comes_out_as_it_was(parts: list[Histogram]) -> None:
    assert unpacked(packed(parts)) == parts


@given(st.lists(HISTOGRAMS, max_size=4))
def test_merging_adds_up(parts: list[Histogram]) -> None:
    assert merged(parts).samples == sum(each.samples for each in parts)


@given(st.lists(TIMES, min_size=300, max_size=400))
def test_percentiles_and_their_bounds_are_those_of_the_raw_samples_to_the_precision(times: list[int]) -> None:
    counts: dict[int, int] = {}
    for us in times:
        counts[bucket(us)] = counts.get(bucket(us), 0) + 1
    exact = latency([us / 1000 for us in times])
    found = latency_of(Histogram(counts), max(times) / 1000)
    assert (found.samples, found.max_ms) == (exact.samples, exact.max_ms)
    for name in ("p50", "p95", "p99"):
        for ours, theirs in (
            (getattr(found, f"{name}_ms"), getattr(exact, f"{name}_ms")),
            *zip(found.ci[name], exact.ci[name], strict=True),
        ):
            assert math.isclose(ours, theirs, rel_tol=0.006, abs_tol=0.001)


def test_too_few_support_no_percentile() -> None:
    found = latency_of(Histogram({100: 5}), 1.0)
    assert (found.p50_ms, found.p99_ms, found.ci, found.max_ms) == (None, None, {}, 1.0)
    assert latency_of(Histogram(), 0.0).max_ms is None
