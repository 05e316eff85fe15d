"""One look at one metric, by the module of app/metrics that it comes from."""

from __future__ import annotations

from typing import Any

from opskit.app import metric_kinds
from opskit.app.metric_kinds import MetricRoom
from opskit.core.runbook import Metric
from opskit.errors import Inconclusive, OpskitError
from opskit.gate.window import Reading
from opskit.value import asdict, replace


def closes(metric: Metric) -> bool:
    return hasattr(metric_kinds.kind(metric.source), "close")


def read(metric: Metric, room: MetricRoom) -> Reading:
    """What cannot be had is part of the answer."""
    kind = metric_kinds.kind(metric.source)
    in_turn = room.control is not None and hasattr(kind, "pair")
    measure = kind.pair if in_turn else kind.measure
    try:
        taken = measure(metric.asked, room)
    except OpskitError as error:
        return _absent(error)
    control = _body(taken.control) if taken.control else None
    reading = Reading(
        _name(taken.shape), _body(taken.shape), control, paired=in_turn, of_server=getattr(kind, "OF_SERVER", False)
    )
    return reading if in_turn or not hasattr(kind, "COMPARED") else _beside(metric, room, reading)


def close(metric: Metric, room: MetricRoom, opened: Reading) -> Reading:
    """Its second look, where the first one succeeded."""
    if opened.absent:
        return opened
    kind = metric_kinds.kind(metric.source)
    try:
        taken = kind.close(metric.asked, room, opened.data)
    except OpskitError as error:
        return _absent(error)
    return replace(opened, data=_body(taken.shape))


def _beside(metric: Metric, room: MetricRoom, reading: Reading) -> Reading:
    """With the control's own measurement, by the keys that are written for it."""
    if room.control is None:
        return reading
    kind = metric_kinds.kind(metric.source)
    if metric.beside is None and not kind.COMPARED:
        return replace(reading, control_error="the metric has no keys for it: control = { … }")
    try:
        taken = kind.measure(metric.beside or metric.asked, replace(room, context=room.control, control=None))
    except OpskitError as error:
        return replace(reading, control_error=_told(error))
    return replace(reading, control=_body(taken.shape))


def _absent(error: OpskitError) -> Reading:
    """What is there and says nothing yet is no error."""
    return Reading(open=_told(error)) if isinstance(error, Inconclusive) else Reading(error=_told(error))


def _name(shape: object) -> str:
    return type(shape).__module__.rpartition(".")[2]


def _body(shape: Any) -> dict[str, Any]:
    return asdict(shape)


def _told(error: OpskitError) -> str:
    return "; ".join(filter(None, [error.what, error.why]))
