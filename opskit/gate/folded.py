"""What looks come to, taken together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from opskit.gate.estimate import Estimate
from opskit.value import Value

S = TypeVar("S")


class Look(Value, Generic[S]):
    """One look: when, and what it gave."""

    at: datetime
    shape: S


class Part(Value):
    """One thing that is judged by itself, as a query among several: the metric is as good as the worst of them.
    `series` are its samples in the order they were taken, milliseconds, where there are samples."""

    estimates: Mapping[str, Estimate]
    samples: int
    name: str = ""
    series: Sequence[float] = ()


class Folded(Value):
    """`broken` is when, and why, counters began anew within the window: what was before does not count. `notes` are for
    people."""

    parts: Sequence[Part]
    broken: tuple[datetime, str] | None = None
    notes: Sequence[str] = ()
