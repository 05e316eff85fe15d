"""One migration taken in, back and in again on the copy, by the same use cases as on a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from opskit.app import apply, rollback
from opskit.app.carrying_out import StepDone, elapsed_s
from opskit.app.contents import Contents, changed, contents
from opskit.app.context import Context, new_run
from opskit.app.estimating import samples, weighed
from opskit.app.planning import Expected
from opskit.app.proposing import Wish
from opskit.app.rehearsal_data import Rehearsed, Timed
from opskit.core.change import Change, Loss
from opskit.core.environment import Environment
from opskit.core.estimate import Sample, estimate, total
from opskit.core.fingerprint import Difference
from opskit.core.ledger import Entry, Event, Ledger, News
from opskit.core.verdict import Verdict
from opskit.errors import Interrupted, OpskitError, Unreachable
from opskit.migrate.migration import Migration
from opskit.value import Value, replace

PREFIX = "rehearsal."


class RehearsalLedger(Value):
    """What happens on a copy stands in the ledger under the run and the target it was made for, under kinds of its own:
    nobody takes it for something that happened to the target."""

    ledger: Ledger
    run: str
    environment: str

    @property
    def place(self) -> str:
        return self.ledger.place

    @property
    def login(self) -> str:
        return self.ledger.login

    def server(self, /) -> str:
        return self.ledger.server()

    def append(self, entry: Entry, /) -> Event:
        kind = f"{PREFIX}{entry.kind}"
        return self.ledger.append(replace(entry, run=self.run, kind=kind, environment=self.environment))

    def events(self, /) -> Sequence[Event]:
        return self.ledger.events()

    def digest(self, environment: str = "", /) -> Sequence[Event]:
        return self.ledger.digest(environment)

    def tail(self, count: int, environment: str = "", /) -> Sequence[Event]:
        return self.ledger.tail(count, environment)

    def news(self, /) -> AbstractContextManager[News]:
        return self.ledger.news()

    def kept_open(self, /) -> AbstractContextManager[None]:
        return self.ledger.kept_open()


@dataclass
class Progress:
    """What has become of a migration so far; mutable only while it is rehearsed."""

    verdict: Verdict = Verdict.INCONCLUSIVE
    reason: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    loss: str = Loss.NONE.value
    differs: Sequence[Difference] = ()
    rows_changed: Sequence[str] = ()
    expected: Expected | None = None
    statements: list[Timed] = field(default_factory=list)


def on_copy(context: Context, copy: Environment) -> Context:
    ledger = RehearsalLedger(context.ledger, context.run, context.environment.name)
    return replace(context, environment=copy, ledger=ledger)


def rehearse_one(context: Context, target: Context, migration: Migration, wish: Wish) -> tuple[Rehearsed, bool]:
    """And whether the next one can be tried: not when this one is not wholly in."""
    progress = Progress()
    try:
        inside = _in_back_and_in(_next_run(context), target, replace(wish, to=migration.revision), progress)
    except (Interrupted, Unreachable):
        raise
    except OpskitError as error:
        inside = False
        progress.verdict = Verdict.INCONCLUSIVE if "apply" not in progress.seconds else Verdict.FAIL
        progress.reason = _told(error)
    took = progress.seconds
    done = Rehearsed(
        migration.revision, migration.checksum, progress.verdict, progress.reason, took.get("apply"),
        took.get("rollback"), took.get("again"), progress.loss, progress.differs, progress.expected,
        progress.statements,
    )  # fmt: skip
    return done, inside


def _next_run(context: Context) -> Context:
    return replace(context, run=new_run())


def _in_back_and_in(context: Context, target: Context, wish: Wish, progress: Progress) -> bool:
    before = _contents(context)
    _taken_in(context, wish, "apply", progress)
    way = _way_back(context, target, progress)
    if way is None:
        return True
    back = rollback.carry(_next_run(context), way, accept_data_loss=True, keep_in=None).data
    _timed(progress, "rollback", back.steps, way.plan.changes)
    progress.differs = back.differs
    progress.rows_changed = changed(before, _contents(context))
    _judge(progress)
    _taken_in(_next_run(context), wish, "again", progress)
    return True


def _contents(context: Context) -> Mapping[str, Contents | None]:
    with context.reading("contents") as db:
        return contents(db)


def _taken_in(context: Context, wish: Wish, way: str, progress: Progress) -> None:
    proposal = apply.propose(context, wish)
    done = apply.carry(context, proposal).data
    _timed(progress, way, done.steps, proposal.plan.changes)
    if not done.verified:
        progress.verdict, progress.reason = Verdict.FAIL, "planned again after it was applied, it is not settled"


def _way_back(context: Context, target: Context, progress: Progress) -> rollback.Proposal | None:
    """None, with the reason, when there is none. Nothing has been changed then."""
    proposal = rollback.propose(context, context.run, "")
    progress.loss = proposal.page.data.loss
    if proposal.plan.obstacles:
        progress.reason = f"no way back: {'; '.join(each.message for each in proposal.plan.obstacles)}"
        return None
    with context.reading("weigh") as here, target.reading("rehearse") as there:
        progress.expected = _expected(weighed(proposal.plan, there).changes, samples(context.ledger.events()))
        return replace(proposal, plan=weighed(proposal.plan, here))


def _expected(changes: Sequence[Change], measured: Sequence[Sample]) -> Expected:
    """By what the target's tables weigh now; what the migrations make is empty there."""
    found = total([estimate(change.work, measured) for change in changes if change.mark])
    return Expected(found.seconds, found.low, found.high, found.basis)


def _judge(progress: Progress) -> None:
    if progress.differs:
        names = ", ".join(f"{each.kind} {each.name} is {each.change}" for each in progress.differs[:3])
        more = f" and {len(progress.differs) - 3} more" if len(progress.differs) > 3 else ""
        progress.verdict, progress.reason = Verdict.FAIL, f"not as before after the rollback: {names}{more}"
    elif progress.loss == Loss.OLD_DATA.value:
        rows = ", ".join(progress.rows_changed) or "of this copy none"
        progress.reason = f"the way back loses rows that were there before: {rows}; the schema is as before"
    elif progress.rows_changed:
        names = ", ".join(progress.rows_changed)
        progress.verdict, progress.reason = Verdict.FAIL, f"rows are not as before after the rollback: {names}"
    elif progress.verdict is not Verdict.FAIL:
        progress.verdict, progress.reason = Verdict.PASS, ""


def _timed(progress: Progress, way: str, steps: Sequence[StepDone], changes: Sequence[Change]) -> None:
    works = {change.do.sql: change.work for change in changes}
    progress.seconds[way] = round(elapsed_s(steps), 3)
    for step in steps:
        if step.revision:
            work = works[step.sql]
            progress.statements.append(Timed(way, step.sql, step.seconds, work.kind.value, work.bytes))


def _told(error: OpskitError) -> str:
    return "; ".join(filter(None, [error.what.replace(" (nothing was changed)", ""), error.why]))
