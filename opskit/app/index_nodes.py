"""The use of indexes on the standbys of a database: each counts for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.core.environment import Environment, Server
from opskit.errors import OpskitError
from opskit.pg.reading import ReadSession, reading
from opskit.pg.standbys import standbys
from opskit.value import Value, field


class Node(Value):
    """Scans and the last one by qualified name of the index, since `since`. `fault` says why nothing was read."""

    name: str
    since: datetime | None = None
    scans: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, datetime] = field(default_factory=dict)
    fault: str = ""


def replicas(context: Context, db: ReadSession) -> list[Node]:
    """One for each that is known, in their order, whether it could be read or not."""
    return [_read(context, each.name, each.conninfo, db.server) for each in standbys(context.environment, db)]


def _read(context: Context, name: str, conninfo: str, primary: Server) -> Node:
    try:
        around = context.environment
        standby = Environment(name, conninfo, conninfo, ssh=around.ssh, way=around.way)
        with reading(standby, context.application("indexes"), context.witness) as db:
            if (db.server.identity, db.server.in_recovery) != (primary.identity, True):
                return Node(name, fault="is no standby of this database")
            rows = db.rows(fact("index_usage", db.server.major))
    except OpskitError as error:
        return Node(name, fault=f"could not be read: {error.why or error.what}")
    named = [(str(row["qualified_name"]), row) for row in rows]
    return Node(
        name,
        rows[0]["stats_since"] if rows else None,
        {key: int(row["scans"]) for key, row in named},
        {key: row["last_scan"] for key, row in named if row["last_scan"]},
    )


def told(nodes: Sequence[Node], index: str) -> list[str]:
    """Where it was scanned, in words."""
    return [f"{node.scans[index]:,} scans on {node.name}" for node in nodes if node.scans.get(index)]
