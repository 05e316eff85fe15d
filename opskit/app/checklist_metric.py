"""The success criteria as the checklist shows them."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.core.runbook import Metric
from opskit.core.verdict import Verdict


@dataclass(frozen=True)
class MetricView:
    id: str
    title: str
    gate: str
    source: str
    rule: str
    critical: bool
    min_samples: int
    verdict: str
    value: None
    text: str


def metric_view(gate: str, metric: Metric) -> MetricView:
    """Nothing measures the criteria of a gate yet, and no data is never a pass."""
    return MetricView(
        metric.id, metric.title, gate, metric.source, str(metric.rule), metric.critical, metric.min_samples,
        Verdict.INCONCLUSIVE, None, "not measured yet",
    )  # fmt: skip
