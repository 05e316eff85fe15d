"""`opskit verify indexes`: the indexes the migrations make, each looked up in the catalog by what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from opskit.app.context import Context
from opskit.app.fixed_since import with_fixes
from opskit.app.index_evidence import EVENT, Seen, observe, own_reading, proven_used
from opskit.app.index_verdict import IndexVerdict, Window, judge
from opskit.app.migrating import State, look
from opskit.app.thresholds import threshold
from opskit.core.answer import Answer
from opskit.core.index_redundancy import Redundancy, Shape, other_predicate, redundancies
from opskit.core.verdict import Verdict
from opskit.migrate.expected import Expected, expected
from opskit.migrate.migration import Migration

MIN_WINDOW = "verify_indexes.min_window_days"
# pgdoctor's and pgsteward's least window before an index is called unused; 30 days would cover a month's jobs.
MIN_WINDOW_DAYS = 7.0
_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


@dataclass(frozen=True)
class Summary:
    """The uses count present indexes only."""

    expected: int
    present: int
    missing: int
    invalid: int
    different: int
    building: int
    used: int
    enforcing: int
    unused: int
    inconclusive: int


@dataclass(frozen=True)
class IndexesVerified:
    """`basis`: `applied`, or `all` when no migration is applied here or --pending asked for all. `redundant` tells of
    expected indexes which one to drop and why, `redundant_elsewhere` of all others in the database."""

    verdict: Verdict
    basis: str
    revisions: Sequence[str]
    summary: Summary
    indexes: Sequence[IndexVerdict]
    redundant: Sequence[Redundancy]
    redundant_elsewhere: Sequence[Redundancy]
    stats_since: datetime | None
    window_days: float | None
    min_window_days: float


def verify_indexes(context: Context, pending: bool, require_used: bool) -> Answer[IndexesVerified]:
    """Exit 1 when an index is missing, invalid or different, or with `require_used` unused; 3 when one is still being
    built, or with `require_used` its use cannot be told, or there is nothing to verify; else 0. Only reads."""
    needed = threshold(context.settings, MIN_WINDOW, MIN_WINDOW_DAYS)
    with context.reading("indexes") as db:
        state = look(context.settings.migrations, db)
        basis, migrations = _basis(state, pending)
        wanted = expected(with_fixes(migrations, state.recorded, db))
        seen = observe(db, wanted)
    window = _window(context, seen, needed)
    verdicts, found = _judged(wanted, seen, window)
    summary = _summary(verdicts)
    verdict = _verdict(summary, require_used)
    mine = {each.name for each in verdicts}
    data = IndexesVerified(
        verdict, basis, [each.revision for each in migrations], summary, verdicts,
        [each for each in found if each.index in mine], [each for each in found if each.index not in mine],
        seen.stats_since, window.days, needed,
    )  # fmt: skip
    return Answer("verify indexes", data, _EXIT[verdict], environment=context.environment.name, run=context.run)


def _basis(state: State, pending: bool) -> tuple[str, Sequence[Migration]]:
    """A migration half applied is expected whole; one on its way back is not expected."""
    applied = [each for each in state.migrations if state.state_of(each.revision) in ("applied", "applying")]
    return ("applied", applied) if applied and not pending else ("all", state.migrations)


def _window(context: Context, seen: Seen, needed: float) -> Window:
    events, name = context.ledger.events(), context.environment.name
    return Window(
        seen.now, seen.stats_since, needed, seen.standbys, own_reading(events, name), proven_used(events, name)
    )


def _judged(wanted: Sequence[Expected], seen: Seen, window: Window) -> tuple[list[IndexVerdict], list[Redundancy]]:
    shapes = seen.shapes
    found = redundancies(shapes)
    verdicts = []
    for each in wanted:
        name = seen.name_of(each)
        verdict = judge(each, seen.states.get(name), seen.usages.get(name), window, seen.built(each))
        verdicts.append(_with_redundancy(verdict, found, shapes))
    return verdicts, found


def _with_redundancy(verdict: IndexVerdict, found: Sequence[Redundancy], shapes: Sequence[Shape]) -> IndexVerdict:
    for each in found:
        if each.index == verdict.name:
            evidence = f"{verdict.evidence}; redundant: {each.reason}"
            return replace(verdict, redundant_with=each.covered_by, evidence=evidence)
    mine = [shape for shape in shapes if shape.name == verdict.name and not shape.enforces]
    alike = [name for shape in mine for name in other_predicate(shape, shapes)]
    if not alike:
        return verdict
    evidence = f"{verdict.evidence}; not redundant: {', '.join(alike)} has its keys and another predicate"
    return replace(verdict, evidence=evidence)


def _summary(verdicts: Sequence[IndexVerdict]) -> Summary:
    states = [verdict.state for verdict in verdicts]
    usages = [verdict.usage for verdict in verdicts if verdict.state == "present"]
    return Summary(
        len(states),
        *(states.count(word) for word in ("present", "missing", "invalid", "different", "building")),
        *(usages.count(word) for word in ("used", "enforcing", "unused", "inconclusive")),
    )


def _verdict(summary: Summary, require_used: bool) -> Verdict:
    """No expected index at all proves nothing."""
    if summary.missing or summary.invalid or summary.different or (require_used and summary.unused):
        return Verdict.FAIL
    if not summary.expected or summary.building or (require_used and summary.inconclusive):
        return Verdict.INCONCLUSIVE
    return Verdict.PASS


def recorded(context: Context, answer: Answer[IndexesVerified]) -> Answer[IndexesVerified]:
    """The answer, kept in the ledger as evidence. `scans` names the indexes that somebody used."""
    data = answer.data
    context.record(
        EVENT,
        subject="indexes",
        verdict=data.verdict.value,
        basis=data.basis,
        revisions=list(data.revisions),
        **asdict(data.summary),
        stats_since=data.stats_since.isoformat() if data.stats_since else None,
        window_days=round(data.window_days, 2) if data.window_days is not None else None,
        not_as_meant=[f"{each.name}: {each.state}" for each in data.indexes if each.state != "present"],
        redundant=[each.index for each in data.redundant],
        scans={each.name: each.scans for each in data.indexes if each.usage == "used"},
    )
    return answer
