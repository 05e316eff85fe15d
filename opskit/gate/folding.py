"""All looks of a metric taken together, as its shape does it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from opskit.core.runbook import Metric
from opskit.gate import shapes
from opskit.gate.folded import Folded, Look
from opskit.gate.window import Sample


def fold(metric: Metric, samples: Sequence[Sample]) -> Folded | None:
    """None where no look gave anything."""
    taken = [(each.at, reading) for each in samples if (reading := each.readings.get(metric.id)) and not reading.absent]
    return _folded(metric, [(at, reading.shape, reading.data) for at, reading in taken])


def fold_control(metric: Metric, samples: Sequence[Sample]) -> Folded | None:
    """The same of what was measured on the control."""
    taken = [(each.at, reading) for each in samples if (reading := each.readings.get(metric.id)) and reading.control]
    return _folded(metric, [(at, reading.shape, reading.control) for at, reading in taken])


def _folded(metric: Metric, taken: Sequence[tuple[Any, str, Any]]) -> Folded | None:
    if not taken:
        return None
    name = taken[-1][1]
    module: Any = import_module(f"{shapes.__name__}.{name}")
    read = getattr(module, "read", lambda data: module.Shape(**data))
    looks = [Look(at, read(data)) for at, shape, data in taken if shape == name]
    folded: Folded = module.fold(looks, [condition.name for condition in metric.rule.conditions])
    return folded
