"""What a plan looks like to a reader: `plan`, `apply -n` and the page before the question all show this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from opskit.app.company import Company
from opskit.app.disk import Disk
from opskit.app.foreseeing import rules_broken
from opskit.app.no_return import NoReturn
from opskit.app.proven import ProvenBack
from opskit.app.window import WindowSeen
from opskit.catalog.facts import fact
from opskit.core.change import Change, Irreversible, Mark
from opskit.core.effect import together
from opskit.core.estimate import INSTANT, Sample, estimate, total
from opskit.core.finding import Finding
from opskit.core.plan import Plan, Planned
from opskit.core.step import Reader
from opskit.core.time_budget import UNKNOWN, Budgeted
from opskit.core.verdict import Severity
from opskit.migrate.ddl import Source
from opskit.migrate.migration import Migration
from opskit.migrate.world import World
from opskit.value import Value

# A transaction this old will not be gone by the time the first lock is asked for.
OLD_S = 30.0


class RelationLocked(Value):
    """`kind` is a word for pg_class.relkind, "toast", or empty where the relation is not known; `brief`: the lock is
    held only by statements that change no more than the catalog."""

    name: str
    lock: str
    kind: str = ""
    brief: bool = False


class RuleBroken(Value):
    rule: str
    severity: Severity
    message: str


class Expected(Value):
    """Seconds a statement is expected to take, without its waiting for locks: where, and between what; `basis` says
    where the figures come from."""

    seconds: float
    low: float
    high: float
    basis: str


class PlannedStatement(Value):
    """`sql` is the statement as written in `line` of its file, `safe` what runs instead (the same text where nothing is
    rewritten); `rules` are those that the statement as written breaks; `state` is pending or settled (the catalog
    already has it). Locks, scans and rewrites are those of what runs."""

    ordinal: int
    line: int
    title: str
    sql: str
    safe: Sequence[str]
    lock: str
    relations: Sequence[RelationLocked]
    scans: Sequence[str]
    rewrites: Sequence[str]
    rules: Sequence[RuleBroken]
    undo: Sequence[str]
    irreversible: str
    loss: str
    state: str
    notes: Sequence[str]
    estimate_s: float | None
    estimate: Expected | None


class PlannedMigration(Value):
    """`down_sql`: its way back is written, and taken as a whole."""

    revision: str
    slug: str
    statements: Sequence[PlannedStatement]
    down_sql: bool = False


class PlanView(Value):
    """`obstacles` make a statement fail for sure; `blockers` are sessions that would make it wait right now; `warnings`
    tell what is not as it is said to be, and stop nothing; `unfinished` what an earlier run has begun. `no_return` is
    where the way back begins to lose data, none where it loses none; `rehearsed` what was proven of it. `budget` is how
    long all of it takes, there and back; `window` whether that fits, null where the environment has no windows."""

    migrations: Sequence[PlannedMigration]
    obstacles: Sequence[Finding]
    blockers: Sequence[Mapping[str, Any]]
    bookkeeping: Sequence[str]
    fingerprint: str
    expires_at: datetime
    warnings: Sequence[Finding] = ()
    disk: Disk | None = None
    unfinished: Sequence[Finding] = ()
    company: Company | None = None
    no_return: Sequence[NoReturn] = ()
    rehearsed: Sequence[ProvenBack] = ()
    budget: Budgeted = UNKNOWN
    window: WindowSeen | None = None

    @property
    def pending(self) -> int:
        return sum(len(statement.safe) for each in self.migrations for statement in each.statements)


def describe(
    plan: Plan, migrations: Sequence[Migration], db: Reader, world: World, measured: Sequence[Sample]
) -> PlanView:
    """`world` is as it is before the plan, and is changed on the way."""
    return PlanView(
        tuple(_migration(each, plan, world, measured) for each in migrations),
        plan.obstacles,
        _blockers(plan, db),
        tuple(
            change.do.sql
            for planned in plan.planned
            if not _mark(planned)
            for change in planned.changes
            if not change.do.params
        ),
        plan.against,
        plan.expires_at,
    )


def _blockers(plan: Plan, db: Reader) -> list[Mapping[str, Any]]:
    """Old snapshots, idle transactions, builds and dumps; a lock counts once its holder is old itself."""
    relations = sorted({lock.name for change in plan.changes for lock in change.effect.locks})
    if not relations:
        return []
    rows = db.rows(fact("blockers"), relations=relations, older_than_s=OLD_S)
    return [dict(row) for row in rows if row["reason"] != "lock" or (row["age_seconds"] or 0) >= OLD_S]


def _migration(migration: Migration, plan: Plan, world: World, measured: Sequence[Sample]) -> PlannedMigration:
    changes: dict[int, list[Change]] = {}
    for planned in plan.planned:
        mark = _mark(planned)
        if mark and mark.revision == migration.revision:
            changes.setdefault(mark.ordinal, []).extend(planned.changes)
    sources = {ddl.source.ordinal: ddl.source for ddl in migration.up}
    broken = {ordinal: _rules(source, world) for ordinal, source in sources.items() if ordinal in changes}
    kinds = world.kinds()
    statements = tuple(
        statement(
            source,
            changes.get(ordinal, []),
            broken.get(ordinal, ()),
            _estimate(changes.get(ordinal, []), measured),
            kinds,
        )
        for ordinal, source in sources.items()
    )
    return PlannedMigration(migration.revision, migration.slug, statements, bool(migration.down_sql.strip()))


def _mark(planned: Planned) -> Mark | None:
    """Which statement a step belongs to; None for opskit's own records."""
    return next((change.mark for change in planned.changes if change.mark), None)


def _rules(source: Source, world: World) -> list[RuleBroken]:
    found = rules_broken(source, world)
    return [RuleBroken(each.rule, each.severity, each.hit.message) for each in found]


def _estimate(changes: Sequence[Change], measured: Sequence[Sample]) -> Expected | None:
    if not changes:
        return None
    found = total([estimate(change.work, measured) for change in changes])
    return Expected(found.seconds, found.low, found.high, found.basis)


def locked(changes: Sequence[Change], kinds: Mapping[str, str]) -> tuple[RelationLocked, ...]:
    """The strongest lock that any of the changes takes on each relation."""
    locks = together(change.effect for change in changes).locks
    working = {(each.name, each.lock) for change in changes if change.work != INSTANT for each in change.effect.locks}
    return tuple(
        RelationLocked(each.name, each.lock.words, kinds.get(each.name, ""), (each.name, each.lock) not in working)
        for each in locks
    )


def statement(
    source: Source,
    changes: Sequence[Change],
    rules: Sequence[RuleBroken] = (),
    expected: Expected | None = None,
    kinds: Mapping[str, str] | None = None,
) -> PlannedStatement:
    strongest = max((change.lock for change in changes if change.lock), key=lambda lock: lock.strength, default=None)
    undo = [
        each.sql for change in reversed(changes) if not isinstance(change.undo, Irreversible) for each in change.undo
    ]
    reasons = [change.undo.reason for change in changes if isinstance(change.undo, Irreversible)]
    losses = [change.loss.value for change in changes if change.loss.value != "none"]
    return PlannedStatement(
        source.ordinal,
        source.line,
        "; ".join(change.summary for change in changes),
        source.text,
        tuple(change.do.sql for change in changes),
        strongest.words if strongest else "",
        locked(changes, kinds or {}),
        tuple(dict.fromkeys(name for change in changes for name in change.effect.scans)),
        tuple(dict.fromkeys(name for change in changes for name in change.effect.rewrites)),
        rules,
        tuple(undo),
        "; ".join(reasons),
        losses[0] if losses else "none",
        "pending" if changes else "settled",
        tuple(note for change in changes for note in change.notes),
        expected.seconds if expected else None,
        expected,
    )
