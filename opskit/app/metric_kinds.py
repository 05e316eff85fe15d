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
  the control, False where the control needs keys of its own.

Every screen of a checklist reads the keys, and only a look measures: a module imports where it measures what it needs
for that."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any, Protocol

from opskit.app import metrics
from opskit.app.context import Context
from opskit.catalog.runbook_file import Source
from opskit.core.history import History
from opskit.value import Value


class MetricRoom(Value):
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


class Measurement(Value):
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


def _source(name: str) -> Source:
    found = kind(name)
    return Source(found.Asked, found.GIVES, getattr(found, "OF_INDEXES", False), getattr(found, "AGAINST", False))


def kind(name: str) -> Any:
    return import_module(f"{metrics.__name__}.{name.replace('-', '_')}")
