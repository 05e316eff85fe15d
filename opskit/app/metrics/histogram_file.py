"""An application's own histogram of its response times, as JSON in a file:

    {"unit": "ms", "buckets": {"5": 9012, "10": 9800, "50": 9990, "+Inf": 10000}}

Each bucket counts the requests that took at most so long (`unit` is ms, s or us), since the application began to count;
what the counts gain between looks is judged, so that it takes two. A quantile lies in its bucket: `p99_ms` has bounds
and no value."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from opskit.app.metric_files import count, document
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.errors import Fault, InvalidFile
from opskit.value import Value

GIVES = "p[0-9]{2}_ms"
UNITS = {"ms": Decimal(1), "s": Decimal(1000), "us": Decimal("0.001")}


class Asked(Value):
    file: str


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import histogram

    return Measurement(histogram.Shape(_buckets(asked.file, document(asked.file))))


def _buckets(file: str, found: dict[str, Any]) -> dict[str, int]:
    """InvalidFile when the counts do not grow with their bounds, or the last bound is not +Inf."""
    from opskit.gate.exposition import bound_of

    unit, given = found.get("unit"), found.get("buckets")
    if unit not in UNITS or not isinstance(given, dict) or "+Inf" not in given:
        raise _refused(file, '`unit` is ms, s or us, and `buckets` counts by upper bound, the last being "+Inf"')
    try:
        made = {bound_of(name, UNITS[unit]): count(file, given, name) for name in given}
    except InvalidOperation as error:
        raise _refused(file, "a bound of `buckets` is no number") from error
    finite = sorted((Decimal(name), number) for name, number in made.items() if name != "+Inf")
    counts = [number for _, number in finite] + [made["+Inf"]]
    if counts != sorted(counts):
        raise _refused(file, "`buckets` count at most so long: a larger bound has no smaller count")
    return made


def _refused(file: str, text: str) -> InvalidFile:
    return InvalidFile([Fault(Path(file), 0, text)], f"mend {file}")
