"""Buckets of an application's histogram, whose counts grow. A quantile lies somewhere in its bucket: it has bounds, and
no value; what is read off between two bounds was never measured."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from opskit.core.sampling import share_of
from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.gate.gains import Counted, gained
from opskit.gate.quantiles import ranks
from opskit.value import Value, field


class Shape(Value):
    """`buckets`: for each upper bound in milliseconds (as text, `+Inf` for the last) how many were at most so slow."""

    buckets: Mapping[str, int]
    told: Sequence[str] = field(default=())


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    alike = _alike(looks)
    found = gained([Counted(look.at, look.shape.buckets, look.shape.buckets) for look in alike])
    counts = sorted((_bound(text), count) for text, count in found.counts.items())
    total = counts[-1][1] if counts and math.isinf(counts[-1][0]) else 0
    shares = {name: share for name in names if (share := share_of(name)) is not None}
    estimates = {name: _quantile(counts, total, share) for name, share in shares.items()}
    why = found.broken or ("the bounds of the buckets were others before" if len(alike) < len(looks) else "")
    broken = (found.since, why) if why else None
    return Folded([Part(estimates, total)], broken=broken, notes=looks[-1].shape.told)


def _alike(looks: Sequence[Look[Shape]]) -> Sequence[Look[Shape]]:
    """The newest ones that have the same buckets."""
    bounds = looks[-1].shape.buckets.keys()
    others = [number for number, look in enumerate(looks) if look.shape.buckets.keys() != bounds]
    return looks[others[-1] + 1 :] if others else looks


def _quantile(counts: Sequence[tuple[float, int]], total: int, share: float) -> Estimate:
    found = ranks(total, share) if total else None
    if found is None:
        return Estimate(None, 0.0, math.inf, open=f"{total:,} requests cannot bound it")
    return Estimate(None, _edges(counts, found[0])[0], _edges(counts, found[1])[1])


def _edges(counts: Sequence[tuple[float, int]], rank: int) -> tuple[float, float]:
    """Of the bucket that holds the request of this rank, from the quickest."""
    below = 0.0
    for bound, count in counts:
        if count >= rank:
            return below, bound
        below = bound
    return below, math.inf


def _bound(text: str) -> float:
    return math.inf if text == "+Inf" else float(text)
