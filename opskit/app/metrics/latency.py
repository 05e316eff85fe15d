"""Times of the newest benchmark of the environment (`opskit bench`, of single queries or under load) since something
was changed there last: quantiles as `p50_ms`, and `failed`. Each query is judged by itself, and a run that several
looks find counts once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.core.bench_record import BENCHED, LOADED
from opskit.core.ledger import Event
from opskit.errors import Inconclusive
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.gate.shapes import percentiles

GIVES = "p[0-9]{2}_ms|failed"
COMPARED = True
# The events of runs, and what they are about.
RUNS = {"bench": (BENCHED, "bench"), "load": (LOADED, "load")}


class Asked(Value):
    """`queries` of the run, all of them without it; `of` single queries (bench) or of a load, the newer without it."""

    queries: tuple[str, ...] = ()
    of: Literal["", "bench", "load"] = ""


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import latencies, percentiles

    event = _newest(asked, room)
    told = [f"run {event.entry.run} at {event.entry.at[:16]}"]
    queries = {str(each["name"]): each for each in event.entry.body["queries"]}
    lacking = [name for name in asked.queries if name not in queries]
    if lacking:
        raise Inconclusive(f"run {event.entry.run} did not time {', '.join(lacking)}", "", "opskit bench")
    chosen = {name: each for name, each in queries.items() if not asked.queries or name in asked.queries}
    if event.entry.kind == BENCHED:
        series = {name: latencies.Series(each["samples"], _failed(each)) for name, each in chosen.items()}
        return Measurement(latencies.Shape(series, event.entry.run, told))
    if not event.entry.body["load"]["whole"]:
        raise Inconclusive(f"the load of run {event.entry.run} did not run to its end")
    return Measurement(percentiles.Shape({name: _query(each) for name, each in chosen.items()}, told))


def _newest(asked: Asked, room: MetricRoom) -> Event:
    """Inconclusive when there is none of since the last change."""
    name = room.context.environment.name
    wanted = [RUNS[asked.of]] if asked.of else list(RUNS.values())
    events = [found for kind, subject in wanted if (found := room.history.newest(name, kind, subject))]
    event = max(events, key=lambda each: each.seq, default=None)
    if event is None:
        raise Inconclusive(f"the ledger has no benchmark of {name}", "", "opskit bench")
    if room.since and datetime.fromisoformat(event.entry.at) < room.since:
        told = f"the newest benchmark of {name}, run {event.entry.run}, is of before the change"
        raise Inconclusive(told, "", "opskit bench")
    return event


def _query(each: Mapping[str, Any]) -> percentiles.Query:
    """What it was too short for has no interval."""
    from opskit.gate.shapes import percentiles

    values = {f"{name}_ms": [each[f"{name}_ms"], *bounds] for name, bounds in each["ci"].items()}
    return percentiles.Query(int(each["samples"]), _failed(each), values)


def _failed(each: Mapping[str, Any]) -> int:
    return sum(each["errors"].values())
