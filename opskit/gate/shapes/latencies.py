"""Times of requests, one by one, of each query or page by itself. One that failed was infinitely slow: a server that
answers with errors must not look quick."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from opskit.core.sampling import share_of
from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.gate.likeness import widening
from opskit.gate.quantiles import quantile, ranks
from opskit.value import Value, field


class Series(Value):
    """Milliseconds in the order they were taken, and how many requests failed."""

    ms: Sequence[float]
    failed: int = 0


class Shape(Value):
    """`source` names what was measured once and may be found again by a later look (a run of the ledger): it then
    counts once. Empty where each look measures anew."""

    series: Mapping[str, Series]
    source: str = ""
    told: Sequence[str] = field(default=())


def read(data: Mapping[str, Any]) -> Shape:
    return Shape({name: Series(**each) for name, each in data["series"].items()}, data["source"], data["told"])


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    taken = _once(looks)
    queries = sorted({name for each in taken for name in each.series})
    shares = {name: share for name in names if (share := share_of(name)) is not None}
    parts = [_part(query, [each.series[query] for each in taken if query in each.series], shares) for query in queries]
    return Folded(parts, notes=looks[-1].shape.told)


def _once(looks: Sequence[Look[Shape]]) -> list[Shape]:
    seen: dict[str, Shape] = {}
    for number, look in enumerate(looks):
        seen.setdefault(look.shape.source or f"look {number}", look.shape)
    return list(seen.values())


def _part(query: str, taken: Sequence[Series], shares: Mapping[str, float]) -> Part:
    ms = list(chain.from_iterable(each.ms for each in taken))
    failed = sum(each.failed for each in taken)
    ordered = sorted(ms) + [math.inf] * failed
    estimates = {name: _estimate(ms, ordered, share) for name, share in shares.items()}
    estimates["failed"] = Estimate(failed, failed, failed, each=True)
    return Part(estimates, len(ordered), query, ms)


def _estimate(ms: Sequence[float], ordered: Sequence[float], share: float) -> Estimate:
    """Bounds by order statistics, wider by as much as neighbours resemble each other."""
    found = ranks(len(ordered), share) if ordered else None
    if found is None:
        return Estimate(None, 0.0, math.inf, open=f"{len(ordered)} samples cannot bound it")
    value = quantile(ordered, share)
    wider = widening([each <= value for each in ms], share)
    middle = share * len(ordered)
    low = max(math.floor(middle - (middle - found[0]) * wider), 1)
    high = min(math.ceil(middle + (found[1] - middle) * wider), len(ordered))
    return Estimate(value, ordered[low - 1], ordered[high - 1])
