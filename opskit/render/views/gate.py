"""The page of `opskit gate`: the verdict with what the canary is, each metric with its value and limit, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from opskit.app.gate_data import GateView, MetricView
from opskit.core.answer import Answer
from opskit.core.duration import words
from opskit.render.blocks import Block, Bullets, Code, Facts, Heading, Line, Table
from opskit.render.words import plural

ABSENT = "—"


def blocks(answer: Answer[GateView]) -> list[Block]:
    view = answer.data
    found: list[Block] = [Line(f"gate {view.gate} on {answer.environment}, canary: {view.canary}.", view.verdict)]
    found += [Line(f"It cannot show {view.cannot}."), Line(""), Facts(_facts(view)), Line("")]
    found.append(Table(["verdict", "metric", "value", "limit", "n"], [_row(each) for each in view.metrics], ["n"]))
    found += _why(view.metrics)
    if view.next:
        found += [Line(""), Line("Next:"), Code(view.next)]
    return found


def _facts(view: GateView) -> dict[str, str]:
    soak = f"{view.soak.length}, not begun"
    if view.soak.began:
        state = "over" if view.soak.over else f"until {_when(view.soak.ends)}"
        soak = f"{view.soak.length} since {_when(view.soak.began)}, {state}; {plural(view.looks, 'look')}"
    facts = {
        "soak": soak,
        "begun anew": view.soak.anew,
        "control": view.control,
        "migrations": ", ".join(view.migrations),
        "decision": decision(view),
        "said go": ", ".join(view.agreed),
    }
    return {name: text for name, text in facts.items() if text}


def decision(view: GateView) -> str:
    made = view.decision
    if made is None:
        return ""
    by = f"by {', '.join(made.by)}" if made.by else "by the rule"
    return f"{made.decision} {by}, {_when(made.at)}: {made.reason}" + (
        "" if made.holds else "; of something else than now"
    )


def _row(metric: MetricView) -> list[str]:
    limit = "" if metric.limit is None else metric.rule
    counted = f"{metric.samples:,}" + (f" of {metric.min_samples:,}" if metric.samples < metric.min_samples else "")
    name = f"{metric.id} (critical)" if metric.critical else metric.id
    return [metric.verdict.upper(), name, measured(metric), limit, counted]


def measured(metric: MetricView) -> str:
    """Of each condition its value, or its bounds where there is no more; the control's beside it."""
    told = [_value(each["value"], each["interval"]) for each in metric.conditions]
    beside = f" ({_figure(metric.control)} on the control)" if metric.control is not None else ""
    return ", ".join(told) + beside if told else ABSENT


def _value(value: float | None, interval: Sequence[float | None] | None) -> str:
    if value is not None:
        return _figure(value)
    if interval is None or interval[0] is None:
        return ABSENT
    return f"{_figure(interval[0])} to {_figure(interval[1]) if interval[1] is not None else 'no answer'}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def _why(metrics: Sequence[MetricView]) -> list[Block]:
    found: list[Block] = [Heading("Why")]
    for metric in metrics:
        watched = f" (watched for {words(timedelta(seconds=metric.observed_s))})" if metric.observed_s else ""
        found.append(Line(f"{metric.id}: {metric.reason}{watched}", metric.verdict))
        found += [Bullets(list(metric.notes))] if metric.notes else []
    return found


def _when(at: str | None) -> str:
    return f"{(at or '')[:16].replace('T', ' ')} UTC"
