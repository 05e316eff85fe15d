"""What a monitoring server is given: families of gauges. Nothing here only grows: opskit looks anew each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.value import Value, field


class Sample(Value):
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


class Family(Value):
    """`name` ends with its unit (seconds, ratio) where it has one."""

    name: str
    help: str
    samples: Sequence[Sample] = ()
