"""Dead rows: `max_pct`, the share of them in the table that has most (in percent, of tables with more than `min_dead`),
and `max_dead`, the most of any table. They are the server's running counts."""

from __future__ import annotations

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.catalog.facts import fact
from opskit.value import Value

GIVES = "max_pct|max_dead"


class Asked(Value):
    """`min_dead` is postgres_exporter's limit: fewer dead rows are no burden, whatever their share."""

    min_dead: int = 10_000
    exempt: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import gauge

    with room.context.reading("gate") as db:
        rows = [row for row in db.rows(fact("table_upkeep")) if row["qualified_name"] not in asked.exempt]
    many = [row for row in rows if row["dead_rows"] > asked.min_dead]
    shares = [(100 * row["dead_rows"] / (row["dead_rows"] + row["live_rows"]), row["qualified_name"]) for row in many]
    worst = max(shares, default=None)
    told = [f"most in {worst[1]}, {worst[0]:.1f} %"] if worst else []
    dead = max((row["dead_rows"] for row in rows), default=0)
    return Measurement(gauge.Shape({"max_pct": worst[0] if worst else 0.0, "max_dead": dead}, told))
