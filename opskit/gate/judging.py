"""Measured against what was promised: a service level objective, and a claim of how much faster it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.catalog.workload import Claim, Limit
from opskit.core.verdict import Verdict, worst
from opskit.gate.quantiles import NEEDS, Latency
from opskit.gate.ratio import Ratio
from opskit.value import Value

# A claimed factor is a rounded one: within a tenth it counts as reached (the margin used for medians of latencies).
MARGIN = 1.10


class Claimed(Value):
    """`verdict` is verified, refuted or not testable. Only the factor is judged: times belong to a machine."""

    text: str
    factor: float
    verdict: str
    reason: str


def judge_limits(limits: Sequence[Limit], seen: Latency, errors: Mapping[str, int], least: int) -> tuple[Verdict, str]:
    """Pass when every limit lies above its interval, nothing failed and there are `least` samples; fail when one limit
    lies below its interval; else there is doubt, with what is missing."""
    if errors:
        return Verdict.FAIL, f"{sum(errors.values())} runs failed: {', '.join(errors)}"
    judged = [judge_limit(limit, seen, least) for limit in limits]
    verdict = worst(verdict for verdict, _ in judged)
    return verdict, "; ".join(reason for each, reason in judged if each is verdict)


def judge_limit(limit: Limit, seen: Latency, least: int) -> tuple[Verdict, str]:
    """One limit, whatever failed."""
    name = limit.metric.removesuffix("_ms")
    # A percentile is at least as high as every lower one: what bounds p50 from below bounds p99 too.
    floor = max((low for each, (low, _) in seen.ci.items() if NEEDS[each] <= NEEDS[name]), default=0.0)
    needed = max(NEEDS[name], least)
    if floor >= limit.below:
        return Verdict.FAIL, f"{limit}: at least {figure(floor)}"
    if seen.samples < needed:
        missing = needed - seen.samples
        return Verdict.INCONCLUSIVE, f"{limit}: {seen.samples} samples, {missing} are missing"
    low, high = seen.ci[name]
    if high < limit.below:
        return Verdict.PASS, f"{limit}: at most {figure(high)}"
    return Verdict.INCONCLUSIVE, f"{limit}: lies between {figure(low)} and {figure(high)}"


def judge_claim(claim: Claim, ratio: Ratio | None) -> Claimed:
    if ratio is None:
        return Claimed(claim.text, claim.factor, "not testable", "too few samples for a ratio")
    span = f"measured {figure(ratio.value)}x, {figure(ratio.low)} to {figure(ratio.high)}"
    if ratio.low * MARGIN >= claim.factor:
        return Claimed(claim.text, claim.factor, "verified", span)
    if ratio.high * MARGIN < claim.factor:
        return Claimed(claim.text, claim.factor, "refuted", span)
    return Claimed(claim.text, claim.factor, "not testable", f"{span}: more samples would tell")


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
