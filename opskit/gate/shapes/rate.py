"""Failed requests among all, from counters that grow: only what they gained in the window counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opskit.gate import poisson
from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.gate.gains import Counted, gained
from opskit.value import Value, field


class Shape(Value):
    requests: int
    errors: int
    told: Sequence[str] = field(default=())


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    """`rate` is bounded on each side with 95 %, as for a Poisson process; `errors` is what was counted."""
    found = gained([_counted(look) for look in looks])
    requests, errors = found.counts["requests"], found.counts["errors"]
    low, high = poisson.bounds(errors, requests)
    estimates = {
        "rate": Estimate(errors / requests if requests else None, low, high),
        "errors": Estimate(errors, errors, errors, each=True),
    }
    broken = (found.since, found.broken) if found.broken else None
    told = f"{errors:,} errors in {requests:,} requests"
    return Folded([Part(estimates, requests)], broken=broken, notes=[told, *looks[-1].shape.told])


def _counted(look: Look[Shape]) -> Counted:
    counts = {"requests": look.shape.requests, "errors": look.shape.errors}
    return Counted(look.at, counts, counts)
