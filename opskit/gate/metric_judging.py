"""A metric judged from the looks of a window: its limits first, the comparison with a control second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from opskit.core import duration
from opskit.core.gate_verdict import MetricVerdict, worst
from opskit.core.runbook import Gate, Metric
from opskit.gate.comparing import Compared, compared
from opskit.gate.estimate import Conditioned, judge
from opskit.gate.folded import Folded, Part
from opskit.gate.folding import fold
from opskit.gate.window import Sample, Window, rolling
from opskit.value import Value, replace

NOT_MEASURED = "not measured yet"


class Judged(Value):
    """`conditions` are those of the part that decides; `samples` of the part that has fewest; `observed` from the first
    look that counts to the last."""

    metric: Metric
    verdict: MetricVerdict
    reason: str
    samples: int = 0
    observed: timedelta = timedelta(0)
    conditions: Sequence[Conditioned] = ()
    compared: Sequence[Compared] = ()
    notes: Sequence[str] = ()


class _Looks(Value):
    """Those of one metric; `broken` is why what was before the first of them does not count; `wanted` is how long they
    have to cover: after a break as long as the soak, where the metric says nothing."""

    samples: Sequence[Sample]
    folded: Folded
    broken: str
    wanted: timedelta

    @property
    def observed(self) -> timedelta:
        return self.samples[-1].at - self.samples[0].at


def judge_metric(gate: Gate, metric: Metric, window: Window) -> Judged:
    """Error when the newest look failed. What earlier looks could not see is told, and makes the samples fewer."""
    newest = window.samples[-1].readings.get(metric.id)
    if newest is None:
        return Judged(metric, MetricVerdict.INCONCLUSIVE, NOT_MEASURED)
    if newest.error:
        return Judged(metric, MetricVerdict.ERROR, newest.error)
    if newest.open:
        return Judged(metric, MetricVerdict.INCONCLUSIVE, newest.open)
    looks = _looks(gate, metric, window)
    parts = [_of_part(metric, part, looks) for part in looks.folded.parts]
    if not parts:
        return Judged(metric, MetricVerdict.INCONCLUSIVE, "it gave nothing")
    decides = worst(each.verdict for each in parts)
    found = next(each for each in parts if each.verdict is decides)
    found = replace(found, samples=min(each.samples for each in parts), observed=looks.observed)
    return _with_control(gate, found, window, looks)


def _looks(gate: Gate, metric: Metric, window: Window) -> _Looks:
    """Those that count: of the length of the soak, since the server or its counters last began anew."""
    span = max(gate.soak, metric.min_observation or timedelta(0))
    samples = rolling(window.samples, span)
    start, broken = _last_break(metric, samples)
    samples = samples[start:]
    folded = fold(metric, samples)
    assert folded is not None  # noqa: S101 - the newest reading is there
    if folded.broken:
        at, why = folded.broken
        samples, broken = [each for each in samples if each.at >= at], why
    return _Looks(samples, folded, broken, metric.min_observation or (gate.soak if broken else timedelta(0)))


def _last_break(metric: Metric, samples: Sequence[Sample]) -> tuple[int, str]:
    newest = samples[-1].readings[metric.id]
    place, why = 0, ""
    for number in range(1, len(samples)) if newest.of_server else ():
        old, new = samples[number - 1].ground, samples[number].ground
        at = f"before {samples[number].at:%Y-%m-%d %H:%M} UTC"
        if old.started != new.started:
            place, why = number, f"the server was restarted {at}"
        elif old.counted_since != new.counted_since:
            place, why = number, f"the counters were reset {at}"
    return place, why


def _of_part(metric: Metric, part: Part, looks: _Looks) -> Judged:
    conditions = [judge(each, part.estimates.get(each.name)) for each in metric.rule.conditions]
    verdict = worst(each.verdict for each in conditions)
    told = "; ".join(each.reason for each in conditions if each.verdict is verdict)
    found = Judged(metric, verdict, f"{part.name}: {told}" if part.name else told, part.samples)
    found = replace(found, conditions=conditions, notes=_notes(metric, looks))
    lacking = _lacking(metric, part, looks)
    if lacking and not _seen_failing(conditions):
        return replace(found, verdict=MetricVerdict.INCONCLUSIVE, reason=f"{lacking}; so far {found.reason}")
    return found


def _seen_failing(conditions: Sequence[Conditioned]) -> bool:
    """What was seen as it is says so at once. A sample that is too small says nothing, not even that it fails; and an
    index that was not used yet may still be."""
    return any(each.verdict is MetricVerdict.FAIL and each.estimate and each.estimate.each for each in conditions)


def _lacking(metric: Metric, part: Part, looks: _Looks) -> str:
    """What is missing before anything can be said; empty when nothing is."""
    if part.samples < metric.min_samples:
        return f"{part.samples:,} of {metric.min_samples:,} samples"
    if looks.observed < looks.wanted or (looks.broken and not looks.observed):
        watched = f"watched for {duration.words(looks.observed)} of {duration.words(looks.wanted)}"
        return f"{looks.broken}; {watched}" if looks.broken else watched
    return ""


def _notes(metric: Metric, looks: _Looks) -> list[str]:
    failed = sum(bool(each.readings[metric.id].absent) for each in looks.samples if metric.id in each.readings)
    lost = [f"{failed} of {len(looks.samples)} looks could not be had"] if failed else []
    return [*looks.folded.notes, *lost]


def _with_control(gate: Gate, found: Judged, window: Window, looks: _Looks) -> Judged:
    """A limit that is broken, or cannot be told, is not mended by a control that is no better."""
    comparisons = compared(gate, found.metric, window, looks.samples, looks.folded)
    if not comparisons:
        return found
    verdict = worst([found.verdict, *(each.verdict for each in comparisons)])
    if verdict is found.verdict and found.verdict is not MetricVerdict.PASS:
        return replace(found, compared=comparisons)
    reasons = "; ".join(each.reason for each in comparisons if each.verdict is verdict)
    told = f"{found.reason}; {reasons}" if verdict is MetricVerdict.PASS else reasons
    return replace(found, verdict=verdict, reason=told, compared=comparisons)
