"""Times of the newest `opskit bench` of the environment, since something was changed there last: quantiles as `p50_ms`,
and `failed`. Each query is judged by itself, and a run that several looks find counts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.core.ledger import Event
from opskit.errors import Inconclusive
from opskit.gate.baseline import KIND, find
from opskit.gate.shapes import latencies

GIVES = "p[0-9]{2}_ms|failed"
COMPARED = True


@dataclass(frozen=True)
class Asked:
    """`queries` of the run; all of them without it."""

    queries: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    event = _newest(room)
    taken = find([event], event.entry.run).samples
    lacking = [name for name in asked.queries if name not in taken]
    if lacking:
        raise Inconclusive(f"run {event.entry.run} did not time {', '.join(lacking)}", "", "opskit bench")
    chosen = {name: each for name, each in taken.items() if not asked.queries or name in asked.queries}
    series = {name: latencies.Series(list(each.ms), sum(each.errors.values())) for name, each in chosen.items()}
    return Measurement(latencies.Shape(series, event.entry.run, [f"run {event.entry.run} at {event.entry.at[:16]}"]))


def _newest(room: MetricRoom) -> Event:
    """Inconclusive when there is none of since the last change."""
    name = room.context.environment.name
    event = room.history.newest(name, KIND, "bench")
    if event is None:
        raise Inconclusive(f"the ledger has no benchmark of {name}", "", "opskit bench")
    if room.since and datetime.fromisoformat(event.entry.at) < room.since:
        raise Inconclusive(
            f"the newest benchmark of {name}, run {event.entry.run}, is of before the change", "", "opskit bench"
        )
    return event
