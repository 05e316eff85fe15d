"""The canary held against its control: no slower by more than a margin, at the median and in the tail.

Two questions, for a test of the typical request is blind to a tail of few, and calls the smallest shift significant
once there are samples enough. Non-inferior when the whole interval of the ratio lies below the margin, worse when all
of it lies above; else there is doubt."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.gate_verdict import MetricVerdict
from opskit.core.runbook import BEFORE, Gate, Metric
from opskit.core.sampling import share_of
from opskit.gate import busyness, slowdown
from opskit.gate.folded import Folded, Part
from opskit.gate.folding import fold, fold_control
from opskit.gate.quantiles import quantile
from opskit.gate.slowdown import Compare, Slowdown
from opskit.gate.window import Sample, Window
from opskit.value import Value

# A distribution-free 95 % upper bound of a p99 exists from 368 samples on; fewer have no tail to compare.
LEAST = 368


class Compared(Value):
    """One quantile of one query, here and on the control, in milliseconds; `ratio` is None where nothing was
    compared."""

    name: str
    query: str
    here: float | None
    control: float | None
    ratio: Slowdown | None
    margin: float
    verdict: MetricVerdict
    reason: str


class _Beside(Value):
    """What is held against what, and how."""

    metric: Metric
    control: str
    compare: Compare


def compared(gate: Gate, metric: Metric, window: Window, looks: Sequence[Sample], here: Folded) -> list[Compared]:
    """Nothing where the gate has no control, or the metric gives no times one by one."""
    if not gate.control or not any(part.series for part in here.parts):
        return []
    control = fold(metric, window.before) if gate.control == BEFORE else fold_control(metric, looks)
    failed = [each for look in looks if (each := look.readings.get(metric.id)) and each.control_error]
    if control is None or failed:
        why = failed[-1].control_error if failed else "there is nothing of the control"
        return [_open(f"not compared with {gate.control}: {why}")]
    busy = _unlike(gate, window, looks)
    if busy:
        return [_open(f"not compared with {gate.control}: {busy}")]
    beside = _Beside(metric, gate.control, _compare(gate, metric, looks))
    others = {part.name: part for part in control.parts}
    return [each for part in here.parts for each in _of_query(beside, part, others.get(part.name))]


def _unlike(gate: Gate, window: Window, looks: Sequence[Sample]) -> str:
    here = busyness.a_second([each.traffic for each in looks])
    before = gate.control == BEFORE
    then = [each.traffic for each in window.before] if before else [each.control_traffic for each in looks]
    return busyness.unlike(here, busyness.a_second(then), gate.load_band)


def _compare(gate: Gate, metric: Metric, looks: Sequence[Sample]) -> Compare:
    if gate.control == BEFORE:
        return slowdown.earlier
    taken = [each.readings[metric.id] for each in looks if metric.id in each.readings]
    return slowdown.paired if all(each.paired or each.absent for each in taken) else slowdown.apart


def _of_query(beside: _Beside, here: Part, control: Part | None) -> list[Compared]:
    counts = [len(part.series) if part else 0 for part in (here, control)]
    if control is None or min(counts) < LEAST:
        told = f"{here.name}: {counts[0]} samples and {counts[1]} of the control; {LEAST} of each are compared"
        return [_open(told)]
    failed = [part.estimates["failed"].high / part.samples for part in (here, control)]
    if failed[0] > failed[1]:
        return [_open(f"{here.name}: {failed[0]:.2%} of the requests failed, {failed[1]:.2%} on the control")]
    shares = {name: share for name in beside.metric.margins if (share := share_of(name)) is not None}
    ratios = beside.compare(here.series, control.series, shares)
    return [_judged(beside, here, control, name, ratios[name]) for name in shares]


def _judged(beside: _Beside, here: Part, control: Part, name: str, ratio: Slowdown) -> Compared:
    margin, share = beside.metric.margins[name], share_of(name) or 0.0
    verdict = MetricVerdict.INCONCLUSIVE
    if ratio.high < margin:
        verdict = MetricVerdict.PASS
    elif ratio.low > margin:
        verdict = MetricVerdict.FAIL
    mine, theirs = (quantile(sorted(each.series), share) for each in (here, control))
    told = (
        f"{here.name}: {name} {mine:.3g}, {theirs:.3g} of {beside.control}: {ratio.value:.2f}x"
        f" ({ratio.low:.2f} to {ratio.high:.2f}), at most {margin:g}x"
    )
    return Compared(name, here.name, mine, theirs, ratio, margin, verdict, told)


def _open(reason: str) -> Compared:
    return Compared("", "", None, None, None, 0.0, MetricVerdict.INCONCLUSIVE, reason)
