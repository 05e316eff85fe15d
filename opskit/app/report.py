"""`opskit report`: whether an environment is ready, with the evidence. Reads the database and the ledger, and keeps the
whole report in the ledger, so that it can be drawn again and the next one can tell what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.reporting.data import LedgerState, ReadinessReport
from opskit.app.reporting.kept import EVENT, Kept, kept
from opskit.app.reporting.made import made
from opskit.app.reporting.parts import gather
from opskit.app.reporting.points import points
from opskit.app.reporting.since import since, with_age
from opskit.catalog.document import packed, unpacked
from opskit.core.answer import Answer
from opskit.core.ledger import faults, head
from opskit.core.readiness import Readiness
from opskit.errors import Failed
from opskit.value import replace

NOT_READY, NOT_PROVEN = 1, 3
EXIT_CODES = {
    Readiness.READY: 0, Readiness.WITH_WAIVERS: 0, Readiness.NOT_READY: NOT_READY, Readiness.NOT_PROVEN: NOT_PROVEN,
}  # fmt: skip


def report(context: Context, runbook: str) -> Answer[ReadinessReport]:
    """Exit 0; what the verdict would be as an exit code is in EXIT_CODES. One event is added to the ledger. What is
    drawn is what the ledger keeps, read from it again."""
    events = context.ledger.events()
    parts = gather(context, runbook)
    trail = LedgerState(len(events), head(context.ledger.tail(1)), faults(events))
    found = made(context, parts, events, trail, points(parts, trail.faults))
    document = packed(_beside(context, found, kept(events, context.environment.name)))
    context.record(
        EVENT, subject="report", verdict=found.verdict, score=found.score, upper=found.upper, rests_on=trail.head,
        runbook=found.checklist.runbook if found.checklist else "", document=document,
    )  # fmt: skip
    return drawn(unpacked(document, ReadinessReport), context.environment.name, context.run)


def drawn(data: ReadinessReport, environment: str, run: str) -> Answer[ReadinessReport]:
    """The same whenever it is drawn."""
    at = data.generated_at.isoformat().replace("+00:00", "Z")
    return Answer("report", data, environment=environment, run=run, as_of=at)


def _beside(context: Context, found: ReadinessReport, earlier: Sequence[Kept]) -> ReadinessReport:
    """With what has changed since the newest report of the same checklist."""
    name = found.checklist.runbook if found.checklist else ""
    last = next((each for each in reversed(earlier) if each.document and each.runbook == name), None)
    before = _read(context, last) if last else None
    now = found.generated_at.isoformat().replace("+00:00", "Z")
    return replace(
        found,
        blockers=[with_age(each, before, now) for each in found.blockers],
        since=since(last.run, before, found) if last and before else None,
    )


def _read(context: Context, last: Kept) -> ReadinessReport | None:
    """One that cannot be read any more keeps no new one from being made."""
    try:
        return last.report
    except Failed as error:
        context.tell(f"the report of run {last.run} is not compared with: {error.why}")
        return None
