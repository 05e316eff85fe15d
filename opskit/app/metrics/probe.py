"""Queries of the workload, run now and timed by the client: quantiles as `p50_ms`, and `failed`. Beside a control the
two are run in turn (A B B A) with the same values. Each query is judged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from opskit.app.context import Context
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.catalog.workload import WorkloadQuery
    from opskit.gate.measuring import Measured
    from opskit.gate.shapes import latencies

GIVES = "p[0-9]{2}_ms|failed"
OF_SERVER = True


class Asked(Value):
    """`queries` of the workload, all without it; `seconds` for each query and environment, at every look."""

    queries: tuple[str, ...] = ()
    seconds: float = 2.0

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ValueError("`seconds` is more than 0")


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    return Measurement(_shape(_measured(asked, [room.context]), 0))


def pair(asked: Asked, room: MetricRoom) -> Measurement:
    assert room.control is not None  # noqa: S101 - asked only beside a control
    measured = _measured(asked, [room.context, room.control])
    return Measurement(_shape(measured, 0), _shape(measured, 1))


def _measured(asked: Asked, sides: Sequence[Context]) -> list[Measured]:
    from opskit.catalog.workload import chosen, home, load
    from opskit.gate.measuring import measure as timed
    from opskit.gate.sampling import Rules

    with ExitStack() as stack:
        sessions = [stack.enter_context(side.reading("probe")) for side in sides]
        queries: Sequence[WorkloadQuery] = chosen(load(home(sides[0].settings)), asked.queries)
        return timed(queries, sessions, Rules(asked.seconds), sides[0].tell)


def _shape(measured: Sequence[Measured], place: int) -> latencies.Shape:
    """Times in the order they were taken, to the microsecond."""
    from opskit.gate.baseline import thinned
    from opskit.gate.shapes import latencies

    series = {
        each.query.name: latencies.Series(
            [round(ms, 3) for ms in thinned(each.samples[place].ms)], sum(each.samples[place].errors.values())
        )
        for each in measured
    }
    failed = [
        f"{each.query.name}: {', '.join(each.samples[place].errors)}" for each in measured if each.samples[place].errors
    ]
    return latencies.Shape(series, told=failed)
