"""The parts a report is made of, each looked at by the use case that knows how. A part that cannot be had is a gap in
the report, with the reason; it never takes another part with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from opskit.app import compared_side
from opskit.app.addressed import options
from opskit.app.check import CheckReport, Inquiry, check
from opskit.app.checklist import USUAL, Checklist, checklist
from opskit.app.checklist import load as load_runbook
from opskit.app.compare import compared
from opskit.app.context import Context
from opskit.app.gate_data import GateView
from opskit.app.indexes_verified import IndexesVerified, Question
from opskit.app.load_parts import workload
from opskit.app.migrating import State, look
from opskit.app.proposing import Proposed, Wish, proposed
from opskit.app.reporting.benchmark import Measurement, measurement
from opskit.app.reporting.claims import claims
from opskit.app.reporting.data import Comparison, LoadRun, ServerFacts
from opskit.app.reporting.evidence import Book
from opskit.app.reporting.gates import gates
from opskit.app.reporting.load import load_measured
from opskit.app.reporting.proof import ClaimsView
from opskit.app.verify_indexes import verify_indexes
from opskit.catalog.facts import fact
from opskit.catalog.workload import home, load
from opskit.core.item_record import CHECKED, SIGNED, STARTED
from opskit.core.runbook import Runbook
from opskit.core.verdict import Verdict
from opskit.errors import Inconclusive, OpskitError
from opskit.steps import observing
from opskit.value import Value, replace

# The environment a production schema is held against.
STAGING = "staging"
# By these a checklist was begun.
_DONE = (CHECKED, STARTED, SIGNED)
P = TypeVar("P")


class Part(Value, Generic[P]):
    """`value` is None when it could not be had, for the reason `why`; `next` is the command that helps."""

    value: P | None
    why: str = ""
    next: str = ""


NO_CLAIMS = Part["ClaimsView | None"](None)


class Parts(Value):
    """`address` is how a command names this environment: `-e production`. `planned` is what the pending migrations
    would do, and what stands in their way; its value is empty where none is pending. `comparison` is None where there
    is no staging to compare with. `book` has what was asked for all of it. `claims` are answered from the others, None
    without a reason where nothing is claimed."""

    environment: str
    address: str
    facts: ServerFacts
    checks: Part[CheckReport]
    migrations: Part[State]
    planned: Part[Sequence[Proposed]]
    indexes: Part[IndexesVerified]
    checklist: Part[Checklist]
    benchmark: Part[Measurement]
    load: Part[LoadRun | None]
    comparison: Comparison | None
    gates: Part[Sequence[GateView]]
    runbook: Part[Runbook]
    book: Book
    claims: Part[ClaimsView | None] = NO_CLAIMS

    @property
    def plan(self) -> Proposed | None:
        """None where nothing is pending, or it could not be planned."""
        return next(iter(self.planned.value or ()), None)


def gather(context: Context, runbook: str) -> Parts:
    """Read-only. Unreachable when there is no connection at all."""
    book = Book()
    with book.of("database", context).reading("report") as db:
        facts = ServerFacts(
            db.server.system_identifier, db.server.database, db.server.version, db.server.login,
            context.environment.protected, db.server.in_recovery, **db.rows(fact("database_size"))[0],
            fingerprint=observing.schema_digest(db),
        )  # fmt: skip
    with book.of("migrations", context).reading("report") as db:
        migrations = part(lambda: look(context.settings.migrations, db))
    pending = bool(migrations.value and migrations.value.pending)
    chosen = part(lambda: _chosen(context, runbook))
    parts = Parts(
        context.environment.name,
        options(context),
        facts,
        part(lambda: check(book.of("checks", context), Inquiry()).data),
        migrations,
        part(lambda: [_planned(book.of("plan", context))] if pending else []),
        part(lambda: verify_indexes(book.of("indexes", context), Question(pending=True)).data),
        after(chosen, lambda: checklist(context, runbook).data),
        part(lambda: _benchmark(context)),
        part(lambda: load_measured(context.ledger.events(), context.environment.name, workload(context.settings))),
        _comparison(book.of("comparison", context)),
        after(chosen, lambda: gates(context, load_runbook(context, runbook))),
        chosen,
        book,
    )
    return replace(parts, claims=part(lambda: claims(book.of("claims", context), parts)))


def _chosen(context: Context, runbook: str) -> Runbook:
    """A database that is only looked at has no checklist until one is named, or something of one was done on it:
    Inconclusive."""
    name = context.environment.name
    known = (each.entry for each in context.ledger.events() if each.entry.environment == name)
    if runbook or name in context.settings.environments or any(entry.kind in _DONE for entry in known):
        return load_runbook(context, runbook)
    raise Inconclusive("no checklist was chosen for this database", "", f"opskit report --runbook {USUAL}")


def _planned(context: Context) -> Proposed:
    with context.reading("plan") as db:
        return proposed(context, db, Wish())


def part(look_at: Callable[[], P]) -> Part[P]:
    try:
        return Part(look_at())
    except OpskitError as error:
        return Part(None, "; ".join(filter(None, [error.what, error.why])), error.hint)


def after(first: Part[Any], look_at: Callable[[], P]) -> Part[P]:
    """What rests on another part is a gap for the same reason."""
    return part(look_at) if first.value is not None else Part(None, first.why, first.next)


def _benchmark(context: Context) -> Measurement:
    return measurement(context.ledger.events(), context.environment.name, load(home(context.settings)))


def _comparison(context: Context) -> Comparison | None:
    if STAGING not in context.settings.environments or context.environment.name == STAGING:
        return None
    seen = part(lambda: _compared(context.on(STAGING), context))
    return seen.value or Comparison(STAGING, Verdict.INCONCLUSIVE, seen.why, ())


def _compared(staging: Context, here: Context) -> Comparison:
    one, other = compared_side.look(staging), compared_side.look(here)
    if one.is_same_database(other):
        return Comparison(STAGING, Verdict.INCONCLUSIVE, "it is the same database", ())
    data = compared(one, other, here.settings, here.now().date())
    reasons = [metric.reason for metric in data.metrics if metric.verdict is data.verdict]
    return Comparison(STAGING, data.verdict, "; ".join(reasons), data.differences)
