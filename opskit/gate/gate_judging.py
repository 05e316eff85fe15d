"""A whole gate judged, and what a decision on it is bound to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from opskit.core.gate_verdict import GateVerdict, MetricVerdict, Standing, decide
from opskit.core.runbook import Gate
from opskit.gate.metric_judging import NOT_MEASURED, Judged, judge_metric
from opskit.gate.window import Ground, Window
from opskit.value import Value, asdict


class Judgement(Value):
    """`ends` is when the soak is over; `ground` is a digest of what was looked at, `binding` of that and of every
    metric that does not pass: a decision counts as long as both are the same. All None or empty before the first
    look."""

    verdict: GateVerdict
    metrics: Sequence[Judged]
    window: Window | None = None
    ends: datetime | None = None
    soak_over: bool = False
    ground: str = ""
    binding: str = ""


def judge_gate(gate: Gate, window: Window | None, why: str = "") -> Judgement:
    """As of the newest look: time that nobody looked through is no soak. `why` no look counts, where there are some."""
    if window is None:
        nothing = [Judged(metric, MetricVerdict.INCONCLUSIVE, why or NOT_MEASURED) for metric in gate.metrics]
        return Judgement(GateVerdict.INCONCLUSIVE, nothing)
    metrics = [judge_metric(gate, metric, window) for metric in gate.metrics]
    ends = window.began + gate.soak
    over = window.samples[-1].at >= ends
    verdict = decide([Standing(each.metric.id, each.metric.critical, each.verdict) for each in metrics], over)
    ground = ground_of(window.samples[-1].ground)
    amiss = [f"{each.metric.id} {each.verdict}" for each in metrics if each.verdict is not MetricVerdict.PASS]
    return Judgement(verdict, metrics, window, ends, over, ground, _digest([ground, *amiss]))


def ground_of(ground: Ground) -> str:
    """Of the server, the migrations, the schema and the gate's own words; not of when the server was started."""
    kept = {key: value for key, value in asdict(ground).items() if key not in ("started", "counted_since")}
    return _digest(kept)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
