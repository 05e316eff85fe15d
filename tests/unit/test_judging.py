"""Measured against promised: three-valued for service levels, and claims judged by their factor alone."""

from __future__ import annotations

import pytest

from opskit.catalog.workload import Claim, Limit
from opskit.core.verdict import Verdict
from opskit.gate.judging import judge_claim, judge_limits
from opskit.gate.quantiles import latency
from opskit.gate.ratio import Ratio

HUNDRED = [float(number) for number in range(1, 101)]


@pytest.mark.parametrize(
    ("limit", "verdict", "reason"),
    [
        (Limit("p50_ms", 62), Verdict.PASS, "p50_ms < 62: at most 61"),
        (Limit("p50_ms", 61), Verdict.INCONCLUSIVE, "p50_ms < 61: lies between 40 and 61"),
        (Limit("p50_ms", 41), Verdict.INCONCLUSIVE, "p50_ms < 41: lies between 40 and 61"),
        (Limit("p50_ms", 40), Verdict.FAIL, "p50_ms < 40: at least 40"),
        (Limit("p99_ms", 200), Verdict.INCONCLUSIVE, "p99_ms < 200: 100 samples, 199 are missing"),
        (Limit("p99_ms", 30), Verdict.FAIL, "p99_ms < 30: at least 90"),
    ],
)
def test_a_limit_inside_the_interval_cannot_be_told(limit: Limit, verdict: Verdict, reason: str) -> None:
    assert judge_limits([limit], latency(HUNDRED), {}, 30) == (verdict, reason)


def test_a_pass_needs_the_least_number_of_samples() -> None:
    few = latency(HUNDRED[:20])
    assert judge_limits([Limit("p50_ms", 500)], few, {}, 30) == (
        Verdict.INCONCLUSIVE,
        "p50_ms < 500: 20 samples, 10 are missing",
    )


def test_the_worst_limit_decides_and_gives_the_reason() -> None:
    limits = [Limit("p50_ms", 500), Limit("p95_ms", 50)]
    verdict, reason = judge_limits(limits, latency(HUNDRED), {}, 30)
    assert verdict is Verdict.FAIL
    assert "p95_ms" in reason
    assert "p50_ms" not in reason


def test_runs_that_failed_are_no_fast_runs() -> None:
    assert judge_limits([Limit("p50_ms", 500)], latency(HUNDRED), {"57014": 2}, 30) == (
        Verdict.FAIL,
        "2 runs failed: 57014",
    )


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (Ratio(12, 10.5, 14), "verified"),
        (Ratio(9.5, 9.2, 9.9), "verified"),
        (Ratio(1.02, 0.99, 1.05), "refuted"),
        (Ratio(9, 6, 14), "not testable"),
        (None, "not testable"),
    ],
)
def test_a_claim_is_verified_refuted_or_not_testable(ratio: Ratio | None, verdict: str) -> None:
    assert judge_claim(Claim("10x", 10), ratio).verdict == verdict
