"""The use of indexes on the standbys that opskit.toml names: each counts for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.core.environment import Environment, Server
from opskit.errors import OpskitError
from opskit.pg.reading import reading


@dataclass(frozen=True)
class Node:
    """Scans and the last one by qualified name of the index, since `since`. `fault` says why nothing was read."""

    name: str
    since: datetime | None = None
    scans: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, datetime] = field(default_factory=dict)
    fault: str = ""


def replicas(context: Context, primary: Server) -> list[Node]:
    """One for each that is configured, in their order, whether it could be read or not."""
    return [
        _read(context, f"replica {number}", conninfo, primary)
        for number, conninfo in enumerate(context.environment.replicas, 1)
    ]


def _read(context: Context, name: str, conninfo: str, primary: Server) -> Node:
    try:
        standby = Environment(name, conninfo, conninfo, ssh=context.environment.ssh, way=context.environment.way)
        with reading(standby, context.application("indexes")) as db:
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
