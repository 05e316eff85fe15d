"""`opskit report`: whether an environment is ready, with the evidence. Reads the database and the ledger, and notes the
verdict in the ledger so that the next report can tell what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.check import CheckReport
from opskit.app.context import Context
from opskit.app.report_data import (
    Counts,
    Earlier,
    LedgerState,
    MigrationLine,
    NotChecked,
    ReadinessReport,
    SignoffLine,
)
from opskit.app.report_parts import Parts, gather
from opskit.app.report_points import points
from opskit.app.report_runs import runs
from opskit.app.report_unchecked import not_checked
from opskit.app.undelivered import by_target, undelivered
from opskit.app.waiver_view import WaiverView
from opskit.core.answer import Answer
from opskit.core.finding import Ignored
from opskit.core.ledger import Event, faults, head
from opskit.core.readiness import Point, Readiness, blockers, bounds, decide
from opskit.core.runbook import Priority
from opskit.core.score import scores
from opskit.core.verdict import Severity, Verdict
from opskit.core.waiver import Effect

EVENT = "report.written"
NOT_READY, NOT_PROVEN = 1, 3
EXIT_CODES = {
    Readiness.READY: 0, Readiness.WITH_WAIVERS: 0, Readiness.NOT_READY: NOT_READY, Readiness.NOT_PROVEN: NOT_PROVEN,
}  # fmt: skip
# As many earlier reports as a trend needs.
_EARLIER = 12


def report(context: Context, runbook: str) -> Answer[ReadinessReport]:
    """Exit 0; what the verdict would be as an exit code is in EXIT_CODES. One event is added to the ledger."""
    events = context.ledger.events()
    parts = gather(context, runbook)
    trail = LedgerState(len(events), head(context.ledger.tail(1)), faults(events))
    data = _report(context, parts, events, trail, points(parts, trail.faults))
    context.record(
        EVENT, subject="report", verdict=data.verdict, score=data.score, upper=data.upper, rests_on=trail.head
    )
    return Answer("report", data, environment=context.environment.name, run=context.run)


def _report(
    context: Context, parts: Parts, events: Sequence[Event], trail: LedgerState, found: Sequence[Point]
) -> ReadinessReport:
    checks = parts.checks.value
    judged = checks.scores if checks else scores([])
    verdicts = [point.verdict for point in found]
    score, upper = bounds(judged, verdicts)
    measured = parts.benchmark.value
    waivers, waived = _waivers(checks), _waived(parts)
    return ReadinessReport(
        decide(verdicts, len(waivers) + len(waived)), score, upper, judged.coverage, judged.dimensions,
        Counts(*(verdicts.count(each) for each in (Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE))),
        blockers(found), parts.gates.value or (), waivers,
        measured.queries if measured else (), measured.run if measured else None,
        _signoffs(parts), _open_questions(context, parts), trail.head, trail, context.now().replace(microsecond=0),
        context.operator, parts.facts, _migrations(parts), checks.checks if checks else (),
        parts.indexes.value.indexes if parts.indexes.value else (), parts.checklist.value,
        runs(events, context.environment.name, parts.facts.fingerprint), parts.comparison,
        _earlier(events, context.environment.name), parts.load.value, waived,
        held=[each for each in found if each.verdict is Verdict.PASS],
    )  # fmt: skip


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
        SignoffLine(item.id, item.title, sign.by, sign.os_user, sign.host, sign.at, sign.reason, sign.evidence)
        for item in items
        for sign in item.signed
    ]


def _earlier(events: Sequence[Event], environment: str) -> list[Earlier]:
    """Oldest first."""
    entries = [event.entry for event in events if event.entry.kind == EVENT and event.entry.environment == environment]
    return [
        Earlier(entry.at, entry.run, str(entry.body["verdict"]), float(entry.body["score"]))
        for entry in entries[-_EARLIER:]
    ]
