"""A workload, query by query, on one server or on two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from opskit.catalog.facts import fact
from opskit.catalog.workload import WorkloadQuery
from opskit.core.step import Reader, Row
from opskit.errors import OpskitError
from opskit.gate.sampling import Rules, Samples, draw, sample, settle, sqlstate
from opskit.gate.scans import Scans, scans
from opskit.value import Value

# reltuples is an estimate; a fifth is well outside its error right after a load or an ANALYZE.
SAME_ROWS = 0.20


class Measured(Value):
    """`samples` and `scans` have one item for each server, in the order the servers were given."""

    query: WorkloadQuery
    samples: Sequence[Samples]
    scans: Sequence[Scans]


class Relation(Value):
    """`rows` is the planner's estimate, None where a table was never analysed; `total_bytes` has TOAST and indexes."""

    relation: str
    rows: int | None
    total_bytes: int


class Side(Value):
    """Where it was measured; `run` names the earlier run of a baseline."""

    environment: str
    run: str
    server: str
    version: str
    dataset: Sequence[Relation]


def measure(
    queries: Sequence[WorkloadQuery], servers: Sequence[Reader], rules: Rules, tell: Callable[[str], None]
) -> list[Measured]:
    """A query that fails is part of the result; a lost connection is raised."""
    for db in servers:
        settle(db)
    found = []
    for number, query in enumerate(queries, 1):
        tell(f"bench {number}/{len(queries)}: {query.name}")
        found.append(_measure(query, servers, rules))
    return found


def dataset(db: Reader, seen: Iterable[Scans]) -> list[Relation]:
    """How big the relations are that the queries read."""
    names = sorted({name for each in seen for name in each.relations})
    rows = db.rows(fact("relation_sizes"), relations=names) if names else []
    return [Relation(row["relation"], row["rows"], row["total_bytes"]) for row in rows]


def _measure(query: WorkloadQuery, servers: Sequence[Reader], rules: Rules) -> Measured:
    """The values are drawn on the first server and used on all."""
    try:
        draws = draw(servers[0], query.params)
    except OpskitError as error:
        refused = Samples(errors={sqlstate(error): 1})
        return Measured(query, [refused, *(Samples() for _ in servers[1:])], [Scans() for _ in servers])
    seen = [_scans(db, query.query, draws[0]) for db in servers]
    return Measured(query, sample(servers, query.query, draws, rules), seen)


def _scans(db: Reader, query: str, values: Row) -> Scans:
    """A query that cannot be planned cannot run either: its fault is counted where it is run."""
    try:
        return scans(db, query, values)
    except OpskitError as error:
        sqlstate(error)
        return Scans()


def unequal(sizes: Sequence[Relation], before: Sequence[Relation]) -> list[str]:
    """Tables that hold another number of rows on the two sides: then the ratio is not that of the change alone."""
    now = {each.relation: each.rows for each in sizes if each.rows is not None}
    old = {each.relation: each.rows for each in before if each.rows is not None}
    return [
        f"{name} has {now[name]:,} rows here and {old[name]:,} before: the ratio is of the data too"
        for name in sorted(now.keys() & old.keys())
        if abs(now[name] - old[name]) > SAME_ROWS * max(now[name], old[name])
    ]
