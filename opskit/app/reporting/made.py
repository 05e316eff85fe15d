"""A report from its parts: nothing is looked at here but the ledger's events."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.check import CheckReport
from opskit.app.commit import Commit, commit_of
from opskit.app.context import Context
from opskit.app.reporting.budgets import budgets
from opskit.app.reporting.data import (
    Counts,
    Earlier,
    LedgerState,
    MigrationLine,
    NotChecked,
    ReadinessReport,
    SignoffLine,
)
from opskit.app.reporting.evidence import event_rows, evidence
from opskit.app.reporting.kept import kept
from opskit.app.reporting.next import next_steps
from opskit.app.reporting.parts import Parts
from opskit.app.reporting.proof import EvidenceRow, Validity
from opskit.app.reporting.rests import rests_on
from opskit.app.reporting.risk import risk
from opskit.app.reporting.runs import runs
from opskit.app.reporting.timeline import timeline
from opskit.app.reporting.unchecked import not_checked
from opskit.app.reporting.validity import lasting
from opskit.app.undelivered import by_target, undelivered
from opskit.app.waiver_view import WaiverView
from opskit.core.finding import Ignored
from opskit.core.ledger import Event
from opskit.core.readiness import Point, blockers, bounds, decide
from opskit.core.runbook import Priority
from opskit.core.score import scores
from opskit.core.verdict import Severity, Verdict
from opskit.core.waiver import Effect
from opskit.value import replace

# As many earlier reports as a trend needs.
_EARLIER = 12


def made(
    context: Context, parts: Parts, events: Sequence[Event], trail: LedgerState, found: Sequence[Point]
) -> ReadinessReport:
    checks = parts.checks.value
    judged = checks.scores if checks else scores([])
    verdicts = [point.verdict for point in found]
    score, upper = bounds(judged, verdicts)
    measured, environment = parts.benchmark.value, context.environment.name
    waivers, waived = _waivers(checks), _waived(parts)
    blocking, state, plan = blockers(found), parts.migrations.value, parts.plan.view if parts.plan else None
    made = ReadinessReport(
        decide(verdicts, len(waivers) + len(waived)), score, upper, judged.coverage, judged.dimensions,
        Counts(*(verdicts.count(each) for each in (Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE))),
        blocking, parts.gates.value or (), waivers,
        measured.queries if measured else (), measured.run if measured else None,
        _signoffs(parts), _open_questions(context, parts), trail.head, trail, context.now().replace(microsecond=0),
        context.operator, parts.facts, _migrations(parts), checks.checks if checks else (),
        parts.indexes.value.indexes if parts.indexes.value else (), parts.checklist.value,
        runs(events, environment, parts.facts.fingerprint), parts.comparison,
        _earlier(events, environment), parts.load.value, waived,
        claims=parts.claims.value,
        held=[each for each in found if each.verdict is Verdict.PASS],
        risk=risk(state, plan, events, environment) if state else None,
        timeline=timeline(events, environment),
        budgets=budgets(parts, events),
        validity=_validity(context, parts),
        next_steps=next_steps(blocking, parts.checklist.value),
    )  # fmt: skip
    return _with_evidence(context, parts, events, made)


def _with_evidence(context: Context, parts: Parts, events: Sequence[Event], made: ReadinessReport) -> ReadinessReport:
    wanted = {name for name in rests_on(made) if name.startswith("event:")}
    rows: list[EvidenceRow] = event_rows(context.ledger, events, wanted)
    return replace(made, evidence=evidence(parts.book, made.checks, rows))


def _validity(context: Context, parts: Parts) -> Validity:
    folder, plan = context.settings.migrations, parts.plan
    commit = commit_of(folder if folder.is_dir() else folder.parent) if folder else Commit()
    runbook, seen = parts.runbook.value, parts.checklist.value
    until, why = lasting(runbook, seen) if runbook and seen else (None, "")
    return Validity(until, why, commit.id, commit.changed, plan.plan.digest if plan else "")


def _waivers(checks: CheckReport | None) -> tuple[Ignored, ...]:
    """What would stand in the way, had nobody decided to live with it."""
    ignored = (each for result in (checks.checks if checks else ()) for each in result.ignored)
    return tuple(each for each in ignored if each.finding.severity is Severity.CRITICAL)


def _waived(parts: Parts) -> tuple[WaiverView, ...]:
    """Those in force, of critical items."""
    seen = parts.checklist.value
    if seen is None:
        return ()
    critical = {each.id for each in seen.items if each.priority == Priority.CRITICAL}
    return tuple(each for each in seen.waivers if each.effect == Effect.IN_FORCE and each.item in critical)


def _open_questions(context: Context, parts: Parts) -> list[NotChecked]:
    """What may be answered first, each thing once."""
    untold = [
        NotChecked(f"that {target} was notified", why, "opskit ledger deliver")
        for target, why in by_target(undelivered(context.settings, context.now())).items()
    ]
    return list(dict.fromkeys([*untold, *not_checked(parts)]))


def _migrations(parts: Parts) -> list[MigrationLine]:
    state = parts.migrations.value
    known = state.migrations if state else ()
    return [MigrationLine(each.revision, each.slug, _word(state.state_of(each.revision))) for each in known if state]


def _word(recorded: str) -> str:
    return recorded if recorded in ("applied", "applying", "undoing") else "pending"


def _signoffs(parts: Parts) -> list[SignoffLine]:
    items = parts.checklist.value.items if parts.checklist.value else ()
    return [
        SignoffLine(
            item.id, item.title, sign.by, sign.os_user, sign.host, sign.at, sign.reason, sign.evidence, sign.event
        )
        for item in items
        for sign in item.signed
    ]


def _earlier(events: Sequence[Event], environment: str) -> list[Earlier]:
    """Oldest first."""
    return [Earlier(each.at, each.run, each.verdict, each.score) for each in kept(events, environment)[-_EARLIER:]]
