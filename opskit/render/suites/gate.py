"""`opskit gate`: what it comes to, and one case a metric."""

from __future__ import annotations

from opskit.app.gate_data import GateView, MetricView
from opskit.core.answer import Answer
from opskit.render.suite import Case, Outcome, Suite, outcome_of

_DECIDED = {"go": Outcome.PASSED, "no-go": Outcome.FAILURE}


def suites(answer: Answer[GateView]) -> list[Suite]:
    return [of_gate(answer.data)]


def of_gate(gate: GateView) -> Suite:
    metrics = [_metric(gate.gate, each) for each in gate.metrics]
    return Suite(f"gate {gate.gate}", [_whole(gate), *metrics], at=gate.at or "")


def _whole(gate: GateView) -> Case:
    """What persons decided stands before the rule, as it does for the exit code."""
    decision = gate.decision
    outcome, word, why = outcome_of(gate.verdict), gate.verdict, f"the gate is {gate.verdict}"
    if decision and decision.holds and decision.by:
        outcome, word = _DECIDED[decision.decision], decision.decision
        why = f"{decision.decision} by {', '.join(decision.by)}: {decision.reason}"
    soak = f"watched since {gate.soak.began} for {gate.soak.length}" if gate.soak.began else "never looked at"
    text = [f"canary: {gate.canary}", f"it cannot show {gate.cannot}", soak, f"next: {gate.next}" if gate.next else ""]
    return Case(gate.gate, "verdict", outcome, word, why, text, [f"event:{decision.event}"] if decision else ())


def _metric(gate: str, metric: MetricView) -> Case:
    """It took the time it was observed for."""
    text = [
        metric.title, f"rule: {metric.rule}", f"measured: {measured(metric)}",
        f"samples: {metric.samples} of {metric.min_samples}", f"source: {metric.source}", *metric.notes,
    ]  # fmt: skip
    return Case(
        gate, metric.id, outcome_of(metric.verdict), metric.verdict, metric.reason, text, seconds=metric.observed_s
    )


def measured(metric: MetricView) -> str:
    if metric.value is None:
        return "nothing"
    low, high = metric.interval or (None, None)
    bounds = f" ({_bound(low)} to {_bound(high)})" if metric.interval else ""
    return f"{metric.name} {metric.value:.4g}{bounds}".strip()


def _bound(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4g}"
