"""Quantiles that came with their intervals, from a run that counted its requests in buckets too fine to matter. Of
several runs the newest speaks: their requests cannot be put together any more."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from opskit.core.sampling import share_of
from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.value import Value, field

# Failed requests are infinitely slow; so few of those that may be slower than a quantile move it by nothing.
_NEGLIGIBLE = 0.01


class Query(Value):
    """`values`: for `p50_ms` and the like the value and its bounds with 95 %."""

    samples: int
    failed: int
    values: Mapping[str, Sequence[float]]


class Shape(Value):
    queries: Mapping[str, Query]
    told: Sequence[str] = field(default=())


def read(data: Mapping[str, Any]) -> Shape:
    return Shape({name: Query(**each) for name, each in data["queries"].items()}, data["told"])


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    newest = looks[-1].shape
    return Folded([_part(name, query) for name, query in sorted(newest.queries.items())], notes=newest.told)


def _part(name: str, query: Query) -> Part:
    estimates = {each: _estimate(each, query) for each in query.values}
    estimates["failed"] = Estimate(query.failed, query.failed, query.failed, each=True)
    return Part(estimates, query.samples, name)


def _estimate(name: str, query: Query) -> Estimate:
    value, low, high = query.values[name]
    beyond = (1 - (share_of(name) or 0.0)) * (query.samples + query.failed)
    if query.failed > beyond:
        return Estimate(math.inf, math.inf, math.inf)
    if query.failed > _NEGLIGIBLE * beyond:
        return Estimate(value, low, high, open=f"{query.failed:,} requests failed, too many beside it")
    return Estimate(value, low, high)
