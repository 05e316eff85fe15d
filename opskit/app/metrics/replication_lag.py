"""How far the replica is behind that is furthest: `max_seconds`, `max_bytes` (of WAL not yet replayed), and `replicas`,
how many there are. On a standby it is its own lag."""

from __future__ import annotations

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.catalog.facts import fact
from opskit.core.step import Row
from opskit.errors import Inconclusive
from opskit.value import Value

GIVES = "max_seconds|max_bytes|replicas"


class Asked(Value):
    pass


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive without a replica, and where the login may not see how far they are."""
    from opskit.gate.shapes import gauge

    with room.context.reading("gate") as db:
        sees = db.rows(fact("throttle"))[0]
        rows = db.rows(fact("replication_now"))
    if sees["replicas"] and not sees["sees_replicas"]:
        raise Inconclusive("this login cannot see how far replicas are", "", "grant pg_read_all_stats to it")
    if not rows:
        raise Inconclusive("no replica streams from here")
    values = {"replicas": len(rows), "max_bytes": max(row["bytes"] or 0 for row in rows)}
    values |= {"max_seconds": max(map(_seconds, rows))}
    return Measurement(gauge.Shape(values, [f"{row['replica']}: {row['state']}" for row in rows]))


def _seconds(row: Row) -> float:
    """A replica that has replayed everything has no lag, whatever was measured last."""
    if row["bytes"] == 0:
        return 0.0
    if row["seconds"] is None:
        raise Inconclusive(f"how long {row['replica']} is behind was not measured yet")
    return float(row["seconds"])
