"""What a load says of each kind of promise, and when it says that it cannot tell."""

from __future__ import annotations

from typing import Any

import pytest

from opskit.catalog.load_claims import LoadClaim
from opskit.catalog.workload import Claim, Limit
from opskit.core.histogram import Histogram, bucket
from opskit.core.verdict import Verdict
from opskit.gate.load_judging import doubted, judge, judge_factor, judge_levels, kept
from opskit.gate.load_seen import LoadSeen, PartSeen, Shape
from opskit.gate.ratio import Ratio
from opskit.value import replace

BLOCKS = 20
SECONDS = 20.0
WHOLE = Shape(100, 100, 0.0, SECONDS, 0.0, 2, 1, False, SECONDS, 0, 0, None, 1, True, 18, {})


def part(name: str, ms: float, a_second: int, **more: Any) -> PartSeen:
    block = Histogram({bucket(int(ms * 1000)): a_second})
    return PartSeen(name, name, 1, [block] * BLOCKS, ms, **more)


def seen(*parts: PartSeen, **shape: Any) -> LoadSeen:
    return LoadSeen("", "test", "1/db", "18.1", (), {}, replace(WHOLE, **shape), parts)


def answer(metric: str, limit: float, load: LoadSeen, *queries: str, before: LoadSeen | None = None) -> tuple[str, str]:
    (found,) = judge([LoadClaim("id", "text", metric, limit, queries)], load, before)
    return found.verdict.value, found.reason


def test_a_throughput_that_is_reached_passes_whatever_else_was_under_load() -> None:
    load = seen(part("list", 1, 200), part("other", 1, 50))
    assert answer("throughput", 150, load, "list") == ("pass", "")


def test_a_throughput_that_these_queries_alone_do_not_reach_fails() -> None:
    verdict, reason = answer("throughput", 150, seen(part("list", 1, 100)), "list")
    assert (verdict, reason) == ("fail", "at most 100 a second")


def test_a_throughput_in_a_mix_or_at_a_lower_rate_refutes_nothing() -> None:
    mixed = seen(part("list", 1, 100), part("other", 1, 100))
    assert answer("throughput", 150, mixed, "list")[0] == "inconclusive"
    assert "in a mix" in answer("throughput", 150, mixed, "list")[1]
    assert answer("throughput", 150, seen(part("list", 1, 100), rate=100.0)) == (
        "inconclusive", "100 a second were asked for",
    )  # fmt: skip


def test_a_throughput_that_was_asked_for_and_served_promptly_is_reached() -> None:
    """A schedule of chance may have asked for a little less."""
    load = seen(part("list", 1, 148), rate=150.0, lag_p99_ms=3.0)
    assert answer("throughput", 150, load)[0] == "pass"
    assert answer("throughput", 150, seen(part("list", 1, 148), rate=150.0, lag_p99_ms=900.0))[0] != "pass"
    assert answer("throughput", 150, seen(part("list", 1, 90), rate=150.0, lag_p99_ms=3.0))[0] == "fail"


def test_a_factor_is_refuted_only_by_a_load_of_this_query_alone() -> None:
    ratio = Ratio(2.0, 1.5, 2.5)
    mixed, alone = seen(part("list", 1, 100), part("other", 1, 100)), seen(part("list", 1, 100))
    assert judge_factor(Claim("10x", 10), ratio, "list", (alone, alone)).verdict == "refuted"
    beside = judge_factor(Claim("10x", 10), ratio, "list", (mixed, mixed))
    assert beside.verdict == "not testable" and "opskit bench list times it alone" in beside.reason
    assert judge_factor(Claim("1.5x", 1.5), ratio, "list", (mixed, mixed)).verdict == "verified"


def test_a_percentile_of_several_queries_is_of_their_transactions_together() -> None:
    load = seen(part("quick", 1, 990), part("slow", 80, 10))
    assert answer("p50_ms", 10, load)[0] == "pass"
    assert answer("p99_ms", 50, load)[0] == "inconclusive"
    assert answer("p99_ms", 50, load, "slow")[0] == "fail"


def test_too_few_transactions_pass_nothing_and_say_how_many_are_missing() -> None:
    assert answer("p99_ms", 50, seen(part("list", 1, 10))) == (
        "inconclusive", "p99_ms < 50: 200 samples, 99 are missing",
    )  # fmt: skip


def test_what_fails_took_longer_than_any_limit() -> None:
    load = seen(part("list", 1, 100, errors={"57014": 30}))
    assert answer("p99_ms", 50, load) == ("fail", "p99_ms < 50: 30 of 2,030 failed")
    assert answer("p50_ms", 50, load)[0] == "pass"


def test_a_schedule_that_was_not_kept_passes_no_latency() -> None:
    load = seen(part("list", 1, 100), rate=150.0)
    assert kept(load).unserved == 1000
    assert answer("p99_ms", 50, load) == ("inconclusive", "p99_ms < 50: 1,000 that were due were never begun")
    assert kept(seen(part("list", 1, 100), rate=101.0)).up


def test_an_error_rate_needs_as_many_as_its_bound_asks_for() -> None:
    assert answer("error_rate", 1e-5, seen(part("list", 1, 15_000)))[0] == "pass"
    verdict, reason = answer("error_rate", 1e-5, seen(part("list", 1, 5000)))
    assert (verdict, reason) == (
        "inconclusive", "199,574 more without an error are missing, about 39.9 s more at this rate",
    )  # fmt: skip
    assert answer("error_rate", 1e-5, seen(part("list", 1, 5000, errors={"23505": 9})))[0] == "fail"
    assert answer("error_rate", 1e-5, seen(part("list", 1, 0)))[0] == "inconclusive"


@pytest.mark.parametrize(
    ("shape", "errors", "verdict"),
    [
        ({}, {}, "pass"),
        ({"clients": 10, "fewest": 10}, {}, "inconclusive"),
        ({"fewest": 60}, {"57P01": 40}, "inconclusive"),
        ({}, {"53300": 1}, "fail"),
    ],
)
def test_clients_count_when_they_stay_to_the_end(shape: dict[str, int], errors: dict[str, int], verdict: str) -> None:
    assert answer("clients", 100, seen(part("list", 1, 100, errors=errors), **shape))[0] == verdict


def test_a_ratio_of_throughputs_needs_a_load_from_before_without_a_rate() -> None:
    after = seen(part("list", 1, 1000))
    assert answer("throughput_ratio", 10, after)[0] == "inconclusive"
    assert answer("throughput_ratio", 10, after, before=seen(part("list", 1, 40)))[0] == "pass"
    assert answer("throughput_ratio", 10, after, before=seen(part("list", 1, 500)))[0] == "fail"
    assert answer("throughput_ratio", 10, after, before=seen(part("list", 1, 100)))[0] == "inconclusive"
    rated = seen(part("list", 1, 40), rate=40.0)
    assert "--rate" in answer("throughput_ratio", 10, after, before=rated)[1]


def test_a_promise_of_what_was_only_partly_under_load_is_not_kept_yet() -> None:
    assert answer("p50_ms", 10, seen(part("list", 1, 100)), "list", "count") == (
        "inconclusive", "without count, which were not under load",
    )  # fmt: skip
    assert judge([LoadClaim("id", "text", "p50_ms", 10, ("count",))], seen(part("list", 1, 100)), None) == []


def test_a_load_that_was_cut_short_proves_nothing_and_refutes_what_it_refuted() -> None:
    load = seen(part("list", 20, 100))
    claims = [LoadClaim("a", "a", "p50_ms", 50), LoadClaim("b", "b", "p50_ms", 10)]
    kept_so_far, broken = doubted(judge(claims, load, None), "it ended early")
    assert (kept_so_far.verdict, kept_so_far.reason) == (Verdict.INCONCLUSIVE, "it ended early")
    assert broken.verdict is Verdict.FAIL


def test_the_levels_of_a_query_are_judged_like_promises() -> None:
    load = seen(part("list", 20, 100))
    assert judge_levels((Limit("p50_ms", 10), Limit("p99_ms", 50)), load.parts[0], load) == (
        Verdict.FAIL, "p50_ms < 10: at least 20",
    )  # fmt: skip
