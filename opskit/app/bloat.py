"""`opskit bloat`: what tables and indexes hold that a rebuild would give back, estimated from the catalog."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from opskit.app.context import Context
from opskit.app.thresholds import threshold
from opskit.catalog.configuration import Settings
from opskit.catalog.facts import fact
from opskit.core.answer import Answer
from opskit.core.bloat import Estimate, cannot_tell, percent
from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_heap import HeapFact, estimate_table
from opskit.core.step import Row
from opskit.errors import Inconclusive, OpskitError
from opskit.pg.reading import ReadSession

# A waste of 30 percent and 100 MB is worth a rebuild (postgres-checkup warns at 40 percent, pgdoctor at 50 percent and
# 200 MB, pg-extras at 50 percent and 10 MB); below 30 percent a B-tree filled in random order loses it again.
MIN_PCT, MIN_BYTES = 30.0, 100 * 1024 * 1024
# The limit of the check dead_tuples: from there a VACUUM makes room inside the table.
DEAD_SHARE = 0.2
BLIND = 3


@dataclass(frozen=True)
class Relation:
    """`bloat_bytes`, `bloat_pct` and `reclaim_bytes` (below 0: a rebuild would make it larger) are None where they
    cannot be told; `reason` says why. `possible_bytes` is the upper end where the catalog contradicts itself about the
    number of rows. `table` is that of an index. `remedy` is empty below the limits."""

    name: str
    kind: str
    table: str
    size_bytes: int
    bloat_bytes: int | None
    bloat_pct: float | None
    method: str
    remedy: str
    reclaim_bytes: int | None
    caveats: Sequence[str]
    reason: str
    possible_bytes: int | None


@dataclass(frozen=True)
class Totals:
    """`worth_bytes`: of the relations with a remedy. `unjudged` counts relations, `unjudged_bytes` is their size."""

    relations: int
    size_bytes: int
    bloat_bytes: int
    worth_bytes: int
    unjudged: int
    unjudged_bytes: int


@dataclass(frozen=True)
class Bloat:
    """`relations`: the most bloated first, those that cannot be judged at the end, the largest first."""

    relations: Sequence[Relation]
    totals: Totals
    min_pct: float
    min_bytes: float


def bloat(context: Context) -> Answer[Bloat]:
    """Exit 0, however much is found; 3 when there are relations and not one could be judged."""
    with context.reading("bloat") as db:
        relations = judged(context.settings, db)
    totals = _totals(relations)
    code = BLIND if relations and totals.unjudged == totals.relations else 0
    data = Bloat(tuple(relations), totals, *_limits(context.settings))
    return Answer("bloat", data, code, environment=context.environment.name, run=context.run)


def judged(settings: Settings, db: ReadSession) -> list[Relation]:
    """All there are, in the order of `Bloat.relations`. Inconclusive where their sizes cannot be read."""
    limits = _limits(settings)
    return sorted((_judged(each, upkeep, limits) for each, upkeep in _read(db)), key=_most_bloated_first)


def _limits(settings: Settings) -> tuple[float, float]:
    return threshold(settings, "bloat.min_pct", MIN_PCT), threshold(settings, "bloat.min_bytes", float(MIN_BYTES))


def _read(db: ReadSession) -> list[tuple[Relation, Row]]:
    """Every relation with what is known of the upkeep of its table (empty for an index)."""
    try:
        upkeep = {row["qualified_name"]: row for row in db.rows(fact("table_upkeep"))}
        tables = [_relation(row, estimate_table(HeapFact.of(row))) for row in db.rows(fact("bloat_tables"))]
        btrees = [_relation(row, estimate_btree(BtreeFact.of(row))) for row in db.rows(fact("bloat_btrees"))]
        rest = [_relation(row, _no_estimate(row)) for row in db.rows(fact("bloat_rest"))]
    except OpskitError as error:
        db.rows("select 1 as alive")
        raise Inconclusive(
            "the sizes cannot be read right now (nothing was changed)", error.why, "opskit locks"
        ) from error
    return [(each, upkeep.get(each.name, {})) for each in (*tables, *btrees, *rest)]


def _no_estimate(row: Row) -> Estimate:
    return cannot_tell(row["size_bytes"], f"there is no estimate for {row['access_method']}")


def _relation(row: Row, estimate: Estimate) -> Relation:
    return Relation(
        row["qualified_name"], row.get("kind", "index"), row.get("table_name") or "", estimate.size_bytes,
        estimate.bloat_bytes, None if estimate.bloat_pct is None else round(estimate.bloat_pct, 1), estimate.method, "",
        estimate.reclaim_bytes, estimate.caveats, estimate.reason, estimate.possible_bytes,
    )  # fmt: skip


def _judged(relation: Relation, upkeep: Mapping[str, object], limits: tuple[float, float]) -> Relation:
    if _over(relation.bloat_bytes, relation.size_bytes, limits):
        return replace(relation, remedy=remedy(relation, upkeep))
    if _over(relation.possible_bytes, relation.size_bytes, limits):
        return _between(relation)
    return relation


def _over(waste: int | None, size: int, limits: tuple[float, float]) -> bool:
    min_pct, min_bytes = limits
    return waste is not None and percent(waste, size) >= min_pct and waste >= min_bytes


def _between(relation: Relation) -> Relation:
    """The limit lies between the two ends of the estimate: nothing can be said before a vacuum has counted the rows."""
    ends = [percent(each or 0, relation.size_bytes) for each in (relation.bloat_bytes, relation.possible_bytes)]
    reason = f"between {ends[0]:.0f} and {ends[1]:.0f} %, rows were changed since they were counted"
    target = relation.table or relation.name
    unknown = replace(relation, bloat_bytes=None, bloat_pct=None, reclaim_bytes=None)
    return replace(unknown, reason=reason, remedy=f"vacuum (analyze) {target}")


def remedy(relation: Relation, upkeep: Mapping[str, object]) -> str:
    """The names are quoted by the query they come from."""
    if relation.kind == "index":
        return f"reindex index concurrently {relation.name}"
    dead, live = (int(str(upkeep.get(name, 0))) for name in ("dead_rows", "live_rows"))
    if dead > DEAD_SHARE * (dead + live):
        return f"vacuum (analyze) {relation.name}"
    if upkeep.get("repackable"):
        return f"pg_repack --table={shlex.quote(relation.name)}"
    return f"vacuum (full, analyze) {relation.name}, in a window: it locks everybody out"


def _most_bloated_first(relation: Relation) -> tuple[bool, int, str]:
    by = relation.size_bytes if relation.bloat_bytes is None else relation.bloat_bytes
    return (relation.bloat_bytes is None, -by, relation.name)


def _totals(relations: Sequence[Relation]) -> Totals:
    unjudged = [each for each in relations if each.bloat_bytes is None]
    return Totals(
        len(relations),
        sum(each.size_bytes for each in relations),
        sum(each.bloat_bytes or 0 for each in relations),
        sum(each.bloat_bytes or 0 for each in relations if each.remedy),
        len(unjudged),
        sum(each.size_bytes for each in unjudged),
    )
