"""What was found of bloat, judged: which relation is worth a rebuild, by which statement, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from opskit.app.bloat_catalog import Found
from opskit.core.bloat import percent
from opskit.core.bloat_remedy import Remedy, Upkeep, index_remedy, merge_pending_list, table_remedy, vacuum
from opskit.value import Value, replace


class Relation(Value):
    """`bloat_bytes`, `bloat_pct` and `reclaim_bytes` (below 0: a rebuild would make it larger) are None where they
    cannot be told; `reason` says why. `possible_bytes` is the upper end where the catalog contradicts itself about the
    number of rows. `table` is that of an index, `parent` the partitioned table of a partition or of its index. `remedy`
    is empty below the limits; `notes` are of the remedy, `needs_bytes` of disk it takes while it runs."""

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
    parent: str = ""
    notes: Sequence[str] = ()
    needs_bytes: int | None = None


class Totals(Value):
    """`worth_bytes`: of the relations with a remedy. `unjudged` counts relations, `unjudged_bytes` is their size.
    `exact_bytes`: size of those that were read."""

    relations: int
    size_bytes: int
    bloat_bytes: int
    worth_bytes: int
    unjudged: int
    unjudged_bytes: int
    exact_bytes: int


class Parent(Value):
    """A partitioned table: its partitions and their indexes together, as far as they could be judged."""

    name: str
    relations: int
    size_bytes: int
    bloat_bytes: int
    unjudged: int


class Bloat(Value):
    """`relations`: the most bloated first, those that cannot be judged at the end, the largest first. `unread`: why
    nothing at all could be read although it was asked for."""

    relations: Sequence[Relation]
    totals: Totals
    min_pct: float
    min_bytes: float
    partitioned: Sequence[Parent] = ()
    unread: str = ""


def report(all_found: Sequence[Found], kept: Mapping[str, Upkeep], limits: tuple[float, float], unread: str) -> Bloat:
    """`limits`: percent and bytes from which on a waste is worth a remedy."""
    parents = {each.relid: str(each.row.get("parent") or "") for each in all_found}
    judged = [
        _judged(each, kept.get(each.table or each.name, Upkeep()), limits, parents.get(each.table_relid, ""))
        for each in all_found
    ]
    relations = sorted(judged, key=_most_bloated_first)
    return Bloat(tuple(relations), _totals(relations), *limits, tuple(_partitioned(relations)), unread)


def _judged(found: Found, upkeep: Upkeep, limits: tuple[float, float], parent: str) -> Relation:
    relation, estimate = _relation(found, parent), found.estimate
    if found.row.get("pending_over_limit"):
        return _with(relation, merge_pending_list(found.name, found.table))
    if _over(estimate.bloat_bytes, estimate.size_bytes, limits):
        return _with(relation, _remedy(found, upkeep))
    if _over(estimate.possible_bytes, estimate.size_bytes, limits):
        return _between(relation, upkeep)
    if found.row.get("missing_columns") and (estimate.reclaim_bytes or 0) < 0:
        return replace(relation, notes=("a rewrite would make it larger: neither pg_repack nor VACUUM FULL",))
    return relation


def _relation(found: Found, parent: str) -> Relation:
    estimate = found.estimate
    return Relation(
        found.name, found.kind, found.table, estimate.size_bytes, estimate.bloat_bytes,
        None if estimate.bloat_pct is None else round(estimate.bloat_pct, 1), estimate.method, "",
        estimate.reclaim_bytes, estimate.caveats, estimate.reason, estimate.possible_bytes, parent,
    )  # fmt: skip


def _with(relation: Relation, remedy: Remedy) -> Relation:
    return replace(relation, remedy=remedy.statement, notes=remedy.notes, needs_bytes=remedy.needs_bytes)


def _over(waste: int | None, size: int, limits: tuple[float, float]) -> bool:
    min_pct, min_bytes = limits
    return waste is not None and percent(waste, size) >= min_pct and waste >= min_bytes


def _remedy(found: Found, upkeep: Upkeep) -> Remedy:
    needed = found.estimate.size_bytes - (found.estimate.reclaim_bytes or 0)
    if found.kind == "index":
        return index_remedy(found.name, found.row["is_exclusion"], needed, upkeep)
    return table_remedy(found.name, needed, replace(upkeep, dead_share=found.row.get("dead_share", upkeep.dead_share)))


def _between(relation: Relation, upkeep: Upkeep) -> Relation:
    """The limit lies between the two ends of the estimate: nothing can be said before a vacuum has counted the rows."""
    ends = [percent(each or 0, relation.size_bytes) for each in (relation.bloat_bytes, relation.possible_bytes)]
    reason = f"between {ends[0]:.0f} and {ends[1]:.0f} %, rows were changed since they were counted"
    unknown = replace(relation, bloat_bytes=None, bloat_pct=None, reclaim_bytes=None, reason=reason)
    remedy = vacuum(relation.table or relation.name, upkeep)
    return replace(unknown, remedy=remedy.statement, notes=remedy.notes if upkeep.holder else ())


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
        sum(each.size_bytes for each in relations if each.method == "exact"),
    )


def _partitioned(relations: Sequence[Relation]) -> Iterator[Parent]:
    """The most bloated first."""
    parts = sorted((each for each in relations if each.parent), key=lambda each: each.parent)
    parents = [_parent(name, list(group)) for name, group in groupby(parts, key=lambda each: each.parent)]
    yield from sorted(parents, key=lambda each: (-each.bloat_bytes, each.name))


def _parent(name: str, parts: Sequence[Relation]) -> Parent:
    size, waste = sum(each.size_bytes for each in parts), sum(each.bloat_bytes or 0 for each in parts)
    return Parent(name, len(parts), size, waste, sum(each.bloat_bytes is None for each in parts))
