"""How much work each statement of a plan is, how long that took before, and the room it needs on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change
from opskit.core.estimate import INSTANT, Kind, Sample, Work
from opskit.core.ledger import Event
from opskit.core.plan import Plan
from opskit.core.step import Reader, Row
from opskit.migrate.nodes import builds_index
from opskit.migrate.parser import Parsed, parse
from opskit.value import replace

_MEASURED = {"change.finished", "rehearsal.change.finished"}
# ANALYZE takes 300 rows for each unit of default_statistics_target, 100 as shipped, each from a page of its own
# (PostgreSQL 18, src/backend/commands/analyze.c).
SAMPLE_BYTES = 300 * 100 * 8192
_UPDATES = {"update_stmt", "delete_stmt", "insert_stmt", "merge_stmt", "do_stmt"}


def weighed(plan: Plan, db: Reader) -> Plan:
    """With the work of each statement, by the sizes that its relations have now."""
    names = {
        name
        for change in plan.changes
        for name in (*change.effect.scans, *change.effect.rewrites, *(lock.name for lock in change.effect.locks))
    }
    rows = {row["relation"]: row for row in db.rows(fact("relation_sizes"), relations=sorted(names))} if names else {}
    planned = (
        replace(each, changes=tuple(replace(change, work=_work(change, rows)) for change in each.changes))
        for each in plan.planned
    )
    return replace(plan, planned=tuple(planned))


def _work(change: Change, sizes: Mapping[str, Row]) -> Work:
    if change.do.params:
        return INSTANT
    effect, parsed = change.effect, parse(change.do.sql)[-1]
    if effect.rewrites:
        return Work(Kind.REWRITE, _bytes(effect.rewrites, sizes, "total_bytes"))
    if parsed.kind in _UPDATES:
        return Work(Kind.BACKFILL, _bytes([lock.name for lock in effect.locks], sizes, "heap_bytes"))
    if parsed.kind == "vacuum_stmt":
        return _upkeep(parsed, [lock.name for lock in effect.locks], sizes)
    if effect.scans:
        kind = Kind.BUILD if builds_index(parsed) else Kind.SCAN
        return Work(kind, _bytes(effect.scans, sizes, "heap_bytes"))
    return INSTANT


def _upkeep(parsed: Parsed, names: Sequence[str], sizes: Mapping[str, Row]) -> Work:
    """VACUUM goes through the indexes too; ANALYZE reads no more than its sample."""
    if parsed.node.is_vacuumcmd:
        return Work(Kind.VACUUM, _bytes(names, sizes, "total_bytes"))
    return Work(Kind.SCAN, min(_bytes(names, sizes, "heap_bytes"), len(names) * SAMPLE_BYTES))


def _bytes(names: Iterable[str], sizes: Mapping[str, Row], column: str) -> int:
    """Indexes are in the total of their table, partitions in that of their parent: tables are counted, each once."""
    tables = [sizes[name] for name in names if name in sizes and sizes[name]["kind"] in ("table", "materialized view")]
    return sum(int(row[column]) for row in tables)


def samples(events: Iterable[Event]) -> Sequence[Sample]:
    """What statements took in earlier runs, on whatever environment the ledger has seen, and on copies of one: by their
    rates, so that a copy's small tables say little or nothing (see core.estimate)."""
    bodies = (event.entry.body for event in events if event.entry.kind in _MEASURED)
    return [
        Sample(Work(Kind(body["work"]), int(body["work_bytes"])), float(body["work_s"]))
        for body in bodies
        if body.get("work") and body["work"] != Kind.INSTANT
    ]
