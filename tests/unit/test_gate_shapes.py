"""What looks are made of: rates with exact bounds, counters that grow, buckets, pages of Prometheus, pgbench's logs."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from opskit.core import rule
from opskit.core.gate_verdict import MetricVerdict
from opskit.gate import exposition, pgbench_log, poisson
from opskit.gate.estimate import Estimate, figure, judge, told
from opskit.gate.exposition import Selector, Series
from opskit.gate.folded import Folded, Look
from opskit.gate.gains import Counted, gained
from opskit.gate.shapes import histogram, rate

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(("errors", "least"), [(0, 299_574), (1, 474_387), (2, 629_580), (3, 775_366)])
def test_so_many_requests_show_an_error_rate_below_one_in_a_hundred_thousand(errors: int, least: int) -> None:
    """The exact Poisson bounds; without an error it is the rule of three."""
    assert poisson.bounds(errors, least)[1] <= 1e-5 < poisson.bounds(errors, least - 10)[1]


@pytest.mark.parametrize("events", [1, 10, 1000, 100_000])
def test_the_bounds_of_a_rate_lie_around_it_and_close_in(events: int) -> None:
    low, high = poisson.bounds(events, 1_000_000)
    assert low < events / 1_000_000 < high
    assert (high - low) * 1_000_000 == pytest.approx(2 * 1.645 * math.sqrt(events), rel=0.7)


def test_of_no_request_nothing_is_known() -> None:
    assert poisson.bounds(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "estimate", "verdict"),
    [
        ("x < 10", Estimate(5, 4, 6), "pass"), ("x < 10", Estimate(5, 4, 10), "inconclusive"),
        ("x <= 10", Estimate(5, 4, 10), "pass"), ("x < 10", Estimate(12, 10, 14), "fail"),
        ("x > 0.95", Estimate(0.97, 0.96, 0.98), "pass"), ("x > 0.95", Estimate(0.9, 0.9, 0.9), "fail"),
        ("x > 0.95", Estimate(0.96, 0.94, 0.98), "inconclusive"), ("x == 0", Estimate(0, 0, 0, each=True), "pass"),
        ("x == 0", Estimate(0, 0, 1, each=True), "fail"), ("x != 3", Estimate(4, 2, 5), "inconclusive"),
        ("x != 3", Estimate(4, 4, 4), "pass"), ("x < 10", Estimate(None, 0, math.inf), "inconclusive"),
        ("x < 10", Estimate(None, 20, math.inf), "fail"), ("x < 10", Estimate(5, 5, 5, open="few"), "inconclusive"),
        ("x < 10", None, "inconclusive"),
    ],
)  # fmt: skip
def test_a_limit_is_held_against_the_whole_interval(text: str, estimate: Estimate | None, verdict: str) -> None:
    (condition,) = rule.parse(text).conditions
    assert judge(condition, estimate).verdict is MetricVerdict(verdict)


def test_figures_are_told_as_people_read_them() -> None:
    assert [figure(each) for each in (0, 0.00001234, 12.345, 1234.5, math.inf)] == [
        "0", "1.23e-05", "12.3", "1,234", "no answer",
    ]  # fmt: skip
    assert (told(Estimate(6.2, 5.9, 6.4)), told(Estimate(None, 5, 50)), told(Estimate(0, 0, 0))) == (
        "6.2 (5.9 to 6.4)", "5 to 50", "0",
    )  # fmt: skip


def looks(*counts: dict[str, int]) -> list[Counted]:
    return [Counted(NOW + timedelta(hours=number), each, each) for number, each in enumerate(counts)]


def test_counters_gain_what_lies_between_looks() -> None:
    found = gained(looks({"a": 5}, {"a": 9}, {"a": 9}, {"a": 12}))
    assert (found.counts, found.broken) == ({"a": 7}, "")


def test_a_counter_that_went_down_began_anew_and_what_was_before_counts_no_more() -> None:
    found = gained(looks({"a": 5}, {"a": 90}, {"a": 3}, {"a": 4}))
    assert (found.counts, found.since) == ({"a": 1}, NOW + timedelta(hours=2))
    assert "counter a went down" in found.broken


def test_a_counter_that_was_not_seen_for_a_while_is_taken_up_again_and_a_new_one_begins_where_it_is() -> None:
    assert gained(looks({"a": 5}, {}, {"a": 9})).counts == {"a": 4}
    assert gained(looks({"a": 5}, {"a": 5, "b": 700}, {"a": 5, "b": 701})).counts == {"a": 0, "b": 1}


def errors(*pairs: tuple[int, int]) -> Folded:
    return rate.fold([Look(NOW, rate.Shape(*pair)) for pair in pairs], ["rate"])


def test_the_rate_is_that_of_the_window_not_of_all_times() -> None:
    (part,) = errors((1_000_000, 900), (1_001_000, 902)).parts
    assert (part.samples, part.estimates["rate"].value, part.estimates["errors"].value) == (1000, 0.002, 2)
    assert errors((5, 5)).parts[0].estimates["rate"].value is None


def buckets(*counts: dict[str, int]) -> Folded:
    return histogram.fold([Look(NOW, histogram.Shape(each)) for each in counts], ["p50_ms", "p99_ms"])


def test_a_quantile_of_a_histogram_lies_in_its_bucket() -> None:
    zero = {"5": 0, "10": 0, "50": 0, "+Inf": 0}
    found = buckets(zero, {"5": 600, "10": 985, "50": 999, "+Inf": 1000}).parts[0].estimates
    assert found["p50_ms"] == Estimate(None, 0, 5)
    assert found["p99_ms"] == Estimate(None, 5, 50)
    beyond = buckets(zero, {"5": 500, "10": 900, "50": 950, "+Inf": 1000}).parts[0].estimates["p99_ms"]
    assert (beyond.low, beyond.high) == (50, math.inf)


def test_too_few_requests_bound_no_quantile_of_a_histogram() -> None:
    found = buckets({"5": 0, "+Inf": 0}, {"5": 100, "+Inf": 100}).parts[0].estimates["p99_ms"]
    assert found.open == "100 requests cannot bound it"


def test_other_buckets_than_before_begin_anew() -> None:
    found = buckets({"5": 900, "+Inf": 900}, {"8": 950, "+Inf": 950})
    assert (found.parts[0].samples, found.broken and found.broken[1]) == (
        0, "the bounds of the buckets were others before",
    )  # fmt: skip


PAGE = """\
# HELP a A counter.
a{code="200",path="/x"} 7
a{path="/y\\"} z",code="503"} 3 1767700000000
a_total 1.5e3 # {trace_id="x"} 1
b_bucket{le="0.1"} 4
b_bucket{le="+Inf"} 5
empty{} -0

"""


def test_a_page_of_prometheus_is_read_with_its_escapes_times_and_exemplars() -> None:
    series = exposition.parse(PAGE)
    assert [(each.name, each.value) for each in series] == [
        ("a", 7), ("a", 3), ("a_total", 1500), ("b_bucket", 4), ("b_bucket", 5), ("empty", 0),
    ]  # fmt: skip
    assert series[1].labels == {"path": '/y"} z', "code": "503"}


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("a", 10), ('a{code="200"}', 7), ('a{code!="200"}', 3), ('a{code=~"5.."}', 3), ('a{code=~"5"}', None),
        ('a{code!~"5..", path=~"/.*"}', 7), ('a{other=""}', 10), ("c", None), ("a_total", 1500),
    ],
)  # fmt: skip
def test_series_are_chosen_as_in_promql(text: str, total: float | None) -> None:
    assert exposition.total(exposition.parse(PAGE), exposition.selector(text)) == total


@pytest.mark.parametrize("text", ["", "1a", "a{", "a{b}", 'a{b="c" d="e"}', 'a{b=~"("}', "a b"])
def test_what_chooses_nothing_readable_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no series|cannot be read|no regular expression"):
        exposition.selector(text)


@pytest.mark.parametrize("line", ["a", "a b", "a 1 2 3", "{x} 1", 'a{b="c} 1', "<p>a 1</p>"])
def test_a_line_that_is_none_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"^line 2|^the labels"):
        exposition.parse(f"good 1\n{line}\n")


def test_a_sum_with_a_hole_in_it_is_no_number() -> None:
    assert exposition.total([Series("a", {}, 1), Series("a", {}, math.nan)], Selector("a")) is None


def test_bounds_are_told_in_milliseconds() -> None:
    found = exposition.buckets(exposition.parse(PAGE), Selector("b"), Decimal(1000))
    assert found == {"100": 4, "+Inf": 5}


LOG = """\
0 1 1500 0 1767700000 0
1 1 2500 0 1767700001 500000 30
0 2 failed 0 1767700002 0 0 1
0 3 skipped 0 1767700003 0
"""


def test_a_log_of_pgbench_is_read_by_transaction_and_only_what_came_since() -> None:
    assert pgbench_log.series(LOG.splitlines(), None) == pgbench_log.Series([1.5, 2.5], 2)
    since = datetime.fromtimestamp(1767700001, UTC)
    assert pgbench_log.series(LOG.splitlines(), since) == pgbench_log.Series([2.5], 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1767700000 5542 1234567 890 1 20", "aggregated"), ("hello", "line 1 is none"),
        ("0 1 1500 0 x 0", "line 1 is none"), ("0 1 1500 0", "line 1 is none"),
    ],
)  # fmt: skip
def test_what_is_no_such_log_is_refused(line: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        pgbench_log.series([line], None)
