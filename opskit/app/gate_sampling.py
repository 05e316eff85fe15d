"""One look at all metrics of a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opskit.app import metric_reading
from opskit.app.context import Context
from opskit.app.gate_place import Place, began, changed_at, sampled
from opskit.app.metric_kinds import MetricRoom
from opskit.app.migrating import look
from opskit.catalog.facts import fact
from opskit.core.gate_record import subject
from opskit.core.history import fold
from opskit.core.ledger import Event
from opskit.core.runbook import Metric
from opskit.errors import OpskitError
from opskit.gate.window import Ground, Reading, Sample, Traffic
from opskit.pg.reading import ReadSession
from opskit.steps import observing
from opskit.value import Value


class _Stand(Value):
    ground: Ground
    traffic: Traffic


def sample(place: Place, events: Sequence[Event]) -> Sample:
    """Unreachable without the environment itself; what a metric or the control cannot give is part of the sample."""
    stand = _stand(place)
    beside = _beside(place.control)
    rooms = _rooms(place, events)
    readings = _read(place.gate.metrics, rooms)
    return Sample(place.context.now(), 0, stand.ground, readings, stand.traffic, beside)


def _read(metrics: Sequence[Metric], rooms: Mapping[str, MetricRoom]) -> dict[str, Reading]:
    """Counters before all else and once more at the end: what opskit adds itself lies between."""
    counters = [metric for metric in metrics if metric_reading.closes(metric)]
    found: dict[str, Reading] = {}
    for metric in [*counters, *(each for each in metrics if each not in counters)]:
        rooms[metric.id].context.tell(f"gate: {metric.id}")
        found[metric.id] = metric_reading.read(metric, rooms[metric.id])
    for metric in counters:
        found[metric.id] = metric_reading.close(metric, rooms[metric.id], found[metric.id])
    return {metric.id: found[metric.id] for metric in metrics}


def _rooms(place: Place, events: Sequence[Event]) -> dict[str, MetricRoom]:
    history, taken = fold(events), sampled(place, events)
    since = max(filter(None, [changed_at(place, events), began(place, events)]), default=None)
    previous = datetime.fromisoformat(taken[-1].entry.at) if taken else None
    return {
        metric.id: MetricRoom(
            place.context, place.control, history, since, previous,
            subject(place.runbook.id, place.gate.name, metric.id),
        )
        for metric in place.gate.metrics
    }  # fmt: skip


def _stand(place: Place) -> _Stand:
    context = place.context
    with context.reading("gate") as db:
        row = db.rows(fact("gate_ground"))[0]
        ground = Ground(
            db.server.identity, int(row["timeline"]), row["started"].isoformat(), str(row["counted_since"] or ""),
            observing.schema_digest(db), _migrations(context, db), place.gate.digest,
        )  # fmt: skip
    return _Stand(ground, Traffic(row["at"], int(row["transactions"])))


def _migrations(context: Context, db: ReadSession) -> dict[str, str]:
    """Those that are applied, each with its checksum. InvalidFile when one was edited since."""
    if context.settings.migrations is None:
        return {}
    state = look(context.settings.migrations, db)
    words = {each.revision: (state.state_of(each.revision), each.checksum) for each in state.migrations}
    return {
        revision: checksum if word == "applied" else word
        for revision, (word, checksum) in words.items()
        if word in ("applied", "applying", "undoing")
    }


def _beside(control: Context | None) -> Traffic | None:
    """How busy the control is; None where that cannot be had."""
    if control is None:
        return None
    try:
        with control.reading("gate") as db:
            row = db.rows(fact("gate_ground"))[0]
    except OpskitError:
        return None
    return Traffic(row["at"], int(row["transactions"]))
