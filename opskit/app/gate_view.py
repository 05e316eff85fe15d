"""A judgement as `opskit gate` answers it, and read again from the ledger."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from opskit.app.gate_data import GateView, MetricView, Soak
from opskit.app.gate_place import Place
from opskit.core import duration
from opskit.core.canary import KINDS
from opskit.core.ledger import Event
from opskit.gate.comparing import Compared
from opskit.gate.estimate import Conditioned
from opskit.gate.gate_judging import Judgement
from opskit.gate.metric_judging import Judged


def view_of(place: Place, found: Judgement) -> GateView:
    gate, window = place.gate, found.window
    newest = window.samples[-1] if window else None
    soak = Soak(
        duration.written(gate.soak), window.began.isoformat() if window else None,
        found.ends.isoformat() if found.ends else None, found.soak_over, window.why if window else "",
    )  # fmt: skip
    kind = KINDS[gate.kind]
    return GateView(
        gate.name, place.runbook.id, found.verdict.value, gate.kind, kind.told, kind.cannot, gate.control, soak,
        len(window.samples) if window else 0, newest.at.isoformat() if newest else None,
        [_metric(each) for each in found.metrics], newest.ground.migrations if newest else {},
        newest.ground.fingerprint if newest else "", found.ground, found.binding,
    )  # fmt: skip


def recorded_view(event: Event) -> GateView:
    """What a look came to at its time."""
    kept = dict(event.entry.body["judged"])
    kept["soak"] = Soak(**kept["soak"])
    kept["metrics"] = [MetricView(**each) for each in kept["metrics"]]
    return GateView(**kept)


def _metric(judged: Judged) -> MetricView:
    metric = judged.metric
    decides = next((each for each in judged.conditions if each.verdict is judged.verdict), None)
    decides = decides or next(iter(judged.conditions), None)
    estimate = decides.estimate if decides else None
    return MetricView(
        metric.id, metric.title, metric.source, metric.critical, str(metric.rule), judged.verdict.value, judged.reason,
        decides.condition.name if decides else metric.rule.conditions[0].name,
        finite(estimate.value) if estimate else None,
        float(decides.condition.number) if decides and decides.condition.number is not None else None,
        [finite(estimate.low), finite(estimate.high)] if estimate else None,
        _control(judged.compared, decides), judged.samples, metric.min_samples,
        int(judged.observed.total_seconds()), [_condition(each) for each in judged.conditions],
        [_compared(each) for each in judged.compared if each.name], judged.notes,
    )  # fmt: skip


def _control(compared: Sequence[Compared], decides: Conditioned | None) -> float | None:
    name = decides.condition.name if decides else ""
    return next((finite(each.control) for each in compared if each.name == name), None)


def _condition(each: Conditioned) -> Mapping[str, Any]:
    estimate, limit = each.estimate, each.condition.number
    return {
        "name": each.condition.name,
        "op": each.condition.op,
        "limit": float(limit) if limit is not None else None,
        "verdict": each.verdict.value,
        "value": finite(estimate.value) if estimate else None,
        "interval": [finite(estimate.low), finite(estimate.high)] if estimate else None,
        "reason": each.reason,
    }


def _compared(each: Compared) -> Mapping[str, Any]:
    ratio = each.ratio
    return {
        "name": each.name,
        "query": each.query,
        "value": finite(each.here),
        "control": finite(each.control),
        "ratio": finite(ratio.value) if ratio else None,
        "ratio_ci": [finite(ratio.low), finite(ratio.high)] if ratio else None,
        "margin": each.margin,
        "verdict": each.verdict.value,
        "reason": each.reason,
    }


def finite(value: float | None) -> float | None:
    """JSON knows no infinity: what never came is null."""
    return float(f"{value:.6g}") if value is not None and math.isfinite(value) else None
