"""The success criteria of a checklist, each as its gate measured it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from opskit.app.context import Context
from opskit.core import duration
from opskit.core.gate_record import SAMPLED, subject
from opskit.core.history import CHANGED, History
from opskit.core.ledger import Event
from opskit.core.runbook import Gate, Metric, Runbook
from opskit.value import Value, replace

NOT_MEASURED = "not measured yet"


class MetricView(Value):
    """`value` and `verdict` as of the newest look of the gate; null and inconclusive before one, or once something was
    changed since. `event` is the number of that look in the ledger, 0 where it does not count."""

    id: str
    title: str
    gate: str
    source: str
    rule: str
    critical: bool
    min_samples: int
    verdict: str
    value: float | None
    text: str
    event: int = 0


def metric_views(context: Context, runbook: Runbook, history: History) -> list[MetricView]:
    where = context.environment.name
    found: list[MetricView] = []
    for gate in runbook.gates:
        newest = history.newest(where, SAMPLED, subject(runbook.id, gate.name))
        why = _outdated(gate, newest, history, where) if newest else NOT_MEASURED
        seen = {each["id"]: each for each in newest.entry.body["judged"]["metrics"]} if newest and not why else {}
        age = duration.words(context.now() - datetime.fromisoformat(newest.entry.at)) if newest else ""
        event = newest.seq if newest and not why else 0
        found += [replace(_view(gate, metric, seen.get(metric.id), why, age), event=event) for metric in gate.metrics]
    return found


def _outdated(gate: Gate, newest: Event, history: History, where: str) -> str:
    """Why the newest look says nothing of how things are; empty when it does."""
    change = history.newest(where, CHANGED)
    if change and change.seq > newest.seq:
        return f"not measured since run {change.entry.run} changed something"
    written = newest.entry.body["ground"]["definition"] == gate.digest
    return "" if written else "not measured since the gate was written otherwise"


def _view(gate: Gate, metric: Metric, seen: Mapping[str, Any] | None, why: str, age: str) -> MetricView:
    verdict = str(seen["verdict"]) if seen else "inconclusive"
    text = f"{verdict}, {_measured(seen)}, {age} ago" if seen else why or NOT_MEASURED
    return MetricView(
        metric.id, metric.title, gate.name, metric.source, str(metric.rule), metric.critical, metric.min_samples,
        verdict, seen["value"] if seen else None, text,
    )  # fmt: skip


def _measured(seen: Mapping[str, Any]) -> str:
    """Each value with its name, or why there is none."""
    values: Sequence[Mapping[str, Any]] = seen["conditions"]
    told = [f"{each['name']} {each['value']:.4g}" for each in values if each["value"] is not None]
    return ", ".join(told) or str(seen["reason"])
