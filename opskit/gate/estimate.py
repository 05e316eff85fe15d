"""One named value of a metric, as far as it is known, held against one condition of its rule."""

from __future__ import annotations

import math
from decimal import Decimal

from opskit.core.gate_verdict import MetricVerdict
from opskit.core.rule import Condition
from opskit.value import Value


class Estimate(Value):
    """`low` and `high` bound it with 95 %; `value` is None where only bounds are known. `each`: both were really seen,
    in two looks, so that one of them that breaks a rule breaks it. `open`: why it says nothing yet, whatever it is."""

    value: float | None
    low: float
    high: float
    each: bool = False
    open: str = ""


class Conditioned(Value):
    """One condition judged."""

    condition: Condition
    verdict: MetricVerdict
    estimate: Estimate | None
    reason: str


def judge(condition: Condition, estimate: Estimate | None) -> Conditioned:
    """Pass when the whole interval keeps to the limit, fail when none of it does; else the limit lies within it."""
    if estimate is None:
        return Conditioned(condition, MetricVerdict.INCONCLUSIVE, None, f"{condition.name} could not be told")
    if estimate.open:
        return Conditioned(condition, MetricVerdict.INCONCLUSIVE, estimate, f"{condition}: {estimate.open}")
    keeps = [_holds(condition, bound) for bound in (estimate.low, estimate.high)]
    if all(keeps) and _one_side(condition, estimate):
        return Conditioned(condition, MetricVerdict.PASS, estimate, f"{condition}: {told(estimate)}")
    if estimate.each or not any(keeps):
        return Conditioned(condition, MetricVerdict.FAIL, estimate, f"{condition}: {told(estimate)}")
    return Conditioned(
        condition, MetricVerdict.INCONCLUSIVE, estimate, f"{condition}: the limit lies within {told(estimate)}"
    )


def _holds(condition: Condition, bound: float) -> bool:
    limit = condition.number
    left = Decimal(repr(bound)) if math.isfinite(bound) else Decimal("Infinity")
    return condition.compare(left, limit) if limit is not None else False


def _one_side(condition: Condition, estimate: Estimate) -> bool:
    """Both ends of an interval may differ from a number that lies between them."""
    return condition.op != "!=" or estimate.each or estimate.low == estimate.high


def told(estimate: Estimate) -> str:
    """6.2 (5.9 to 6.4), 3 to 7, or 0."""
    low, high = figure(estimate.low), figure(estimate.high)
    if low == high and (estimate.value is None or figure(estimate.value) == low):
        return low
    span = f"{low} to {high}"
    return span if estimate.value is None else f"{figure(estimate.value)} ({span})"


def figure(value: float) -> str:
    """Three figures; what never came is no number."""
    if not math.isfinite(value):
        return "no answer"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
