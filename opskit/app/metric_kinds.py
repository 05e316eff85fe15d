"""Where the metrics of a gate come from: one module per source under app/metrics, found by its name (`cache-hit` is
cache_hit.py). A module has `Asked`, a frozen dataclass of the keys its table may hold besides those of every metric
(ValueError refuses a value), `GIVES`, a regular expression of the names that rules may use, and
`measure(asked, room) -> Measurement`, which only reads. It may also have

* `close(asked, room, opened) -> Measurement`: it measures first, before opskit adds to any counter by its own queries,
  and once more when all else has been measured;
* `pair(asked, room) -> Measurement`: it measures the canary and its control in turn;
* OF_INDEXES: it looks at indexes, which not every canary can have; AGAINST: it needs a control to say anything;
* OF_SERVER: it rests on what a restart of the server loses, its counters or its memory;
* COMPARED: its control is measured by itself and held against it; True where the same keys lead to another answer on
  the control, False where the control needs keys of its own."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any, Protocol

from opskit.app import metrics
from opskit.app.context import Context
from opskit.catalog.runbook_file import Source
from opskit.core.history import History
from opskit.core.runbook import Metric
from opskit.errors import Inconclusive, OpskitError
from opskit.gate.window import Reading


@dataclass(frozen=True)
class MetricRoom:
    """What a source may use. `control` is the environment beside it, None without one. `since` is when something was
    changed here last: what was measured before that says nothing; `previous` when this gate was looked at last.
    `subject` names the metric in the ledger."""

    context: Context
    control: Context | None
    history: History
    since: datetime | None
    previous: datetime | None
    subject: str

    @property
    def newer_than(self) -> datetime | None:
        """What is older was changed since, or counted by an earlier look."""
        known = [each for each in (self.since, self.previous) if each]
        return max(known, default=None)


@dataclass(frozen=True)
class Measurement:
    """`shape` is a `Shape` of gate.shapes, `control` that of the control where both were measured in turn."""

    shape: Any
    control: Any = None


class MetricKind(Protocol):
    Asked: type
    GIVES: str

    def measure(self, asked: Any, room: MetricRoom) -> Measurement: ...


def sources() -> dict[str, Callable[[], Source]]:
    """A module is imported when it is asked for."""
    names = sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(metrics.__path__))
    return {name: partial(_source, name) for name in names}


def closes(metric: Metric) -> bool:
    return hasattr(_kind(metric.source), "close")


def read(metric: Metric, room: MetricRoom) -> Reading:
    """What cannot be had is part of the answer."""
    kind = _kind(metric.source)
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
    kind = _kind(metric.source)
    try:
        taken = kind.close(metric.asked, room, opened.data)
    except OpskitError as error:
        return _absent(error)
    return replace(opened, data=_body(taken.shape))


def _beside(metric: Metric, room: MetricRoom, reading: Reading) -> Reading:
    """With the control's own measurement, by the keys that are written for it."""
    if room.control is None:
        return reading
    kind = _kind(metric.source)
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


def _source(name: str) -> Source:
    kind = _kind(name)
    return Source(kind.Asked, kind.GIVES, getattr(kind, "OF_INDEXES", False), getattr(kind, "AGAINST", False))


def _kind(name: str) -> Any:
    return import_module(f"{metrics.__name__}.{name.replace('-', '_')}")


def _name(shape: object) -> str:
    return type(shape).__module__.rpartition(".")[2]


def _body(shape: Any) -> dict[str, Any]:
    return asdict(shape)


def _told(error: OpskitError) -> str:
    return "; ".join(filter(None, [error.what, error.why]))
