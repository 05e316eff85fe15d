"""How full the fullest pool of the environment's PgBouncer is: `max_use`, its server connections in use over pool_size
(from 0 to 1), and `waiting`, the clients that wait. Without a PgBouncer it is the connections of the server over
max_connections, which the page says: nobody waits there, they are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.catalog.facts import fact
from opskit.core.step import Row
from opskit.errors import Inconclusive
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.gate.shapes import gauge

GIVES = "max_use|waiting"


class Asked(Value):
    """`pools` are databases as PgBouncer names them; all without it."""

    pools: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import gauge
    from opskit.pg.pgbouncer import shown

    context = room.context
    if context.environment.pgbouncer:
        console = context.environment.reached(context.environment.pgbouncer)
        tables = shown(console, context.application("gate"), ("pools", "databases"))
        return Measurement(_of_pools(asked, tables))
    with context.reading("gate") as db:
        row = db.rows(fact("connections_used"))[0]
    told = f"no PgBouncer is named: {row['used']} of max_connections = {row['most']} are in use"
    return Measurement(gauge.Shape({"max_use": row["used"] / row["most"], "waiting": 0}, [told]))


def _of_pools(asked: Asked, tables: Mapping[str, Sequence[Row]]) -> gauge.Shape:
    """Inconclusive when there is no such pool: an application that is not there fills none."""
    from opskit.gate.shapes import gauge

    sizes = {str(row["name"]): int(row["pool_size"]) for row in tables["databases"]}
    pools = [row for row in tables["pools"] if _wanted(str(row["database"]), asked)]
    used = [(int(row["sv_active"]) / size, row) for row in pools if (size := sizes.get(str(row["database"]), 0))]
    if not used:
        raise Inconclusive("PgBouncer has no such pool: nobody has connected through it", ", ".join(asked.pools))
    most, fullest = max(used, key=lambda each: each[0])
    waiting = sum(int(row["cl_waiting"]) for row in pools)
    return gauge.Shape({"max_use": most, "waiting": waiting}, [_told(fullest, most)])


def _wanted(database: str, asked: Asked) -> bool:
    from opskit.pg.pgbouncer import DATABASE

    return database in asked.pools if asked.pools else database != DATABASE


def _told(row: Mapping[str, Any], most: float) -> str:
    return f"fullest: {row['database']}/{row['user']}, {row['sv_active']} in use, {most:.0%}"
