"""An approved plan carried out: the engine's events become ledger events and lines of the answer. apply, rollback
and fix all end here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta

from opskit.app.context import Context
from opskit.app.ledger_ready import refuse_ledger
from opskit.app.progress import watching
from opskit.app.stopping import stoppable
from opskit.core.change import Change, Irreversible, Mark, NotYetKnown
from opskit.core.engine import Manner, apply
from opskit.core.event import EngineEvent, Finished, Parted, Refused, Started, Undone
from opskit.core.plan import ApprovedPlan, Plan, approve
from opskit.core.step import Ran
from opskit.errors import OpskitError
from opskit.pg.operator_lock import refuse_second
from opskit.pg.throttle import unwatched
from opskit.pg.writing import WriteSession
from opskit.steps.observing import schema_digest
from opskit.value import Value

# Characters of a statement that are told while it runs.
SHOWN = 160
# Of a statement that took longer the end is told too.
LONG_S = 2.0


class StepDone(Value):
    """A statement that was carried out; `waited_s`: seconds of `seconds` that were spent waiting for locks."""

    ordinal: int
    revision: str
    sql: str
    outcome: str
    started_at: datetime
    seconds: float
    attempts: int
    waited_s: float
    summary: str


class Fingerprints(Value):
    before: str
    after: str


def stand_ready(context: Context, plan: Plan, shown_by: str) -> None:
    """Before anybody is asked: Locked when another operator is at work, Blocked when the plan cannot be carried out,
    with the command that shows why, or a protected environment has no ledger to tell of it."""
    with context.reading("operator") as db:
        refuse_second(context.environment, db)
        refuse_ledger(context, db.server)
    approve(plan, context.operator, shown_by)


def carry_out(context: Context, plan: Plan, db: WriteSession, command: str, jobs: int = 1) -> Sequence[StepDone]:
    """Record, run, record. On any error the run is closed as failed in the ledger before it is raised."""
    approved = approve(plan, context.operator)
    for note in unwatched(db, context.settings.limits, context.environment.way):
        context.tell(note)
    context.record("run.started", command=command, digest=plan.digest, target=plan.target, changes=len(plan.changes))
    done: list[StepDone] = []
    try:
        with context.ledger.kept_open(), watching(context), stoppable(context.tell) as stop:
            _run(context, approved, db, Manner(jobs, stop), done)
    except BaseException as error:
        what = error.what if isinstance(error, OpskitError) else "interrupted"
        context.record("run.finished", command=command, outcome="failed", reason=what, subject=command)
        raise
    return _as_planned(plan, done)


def _as_planned(plan: Plan, done: Sequence[StepDone]) -> Sequence[StepDone]:
    """In the plan's order, whatever ran beside what."""
    places: dict[object, int] = {}
    for place, change in enumerate(plan.changes):
        mark = change.mark
        places.setdefault((mark.revision, mark.ordinal) if mark else change.do.sql, place)
    return sorted(done, key=lambda step: places[(step.revision, step.ordinal) if step.revision else step.sql])


def elapsed_s(steps: Sequence[StepDone]) -> float:
    """From the first statement's beginning to the last one's end; some may have run side by side."""
    ends = [step.started_at + timedelta(seconds=step.seconds) for step in steps]
    return (max(ends) - min(step.started_at for step in steps)).total_seconds() if steps else 0.0


def _run(context: Context, approved: ApprovedPlan, db: WriteSession, manner: Manner, done: list[StepDone]) -> None:
    began: dict[tuple[str, str], datetime] = {}
    with closing(apply(approved, db, schema_digest, context.now, manner)) as events:
        for event in events:
            _recorded(context, event)
            match event:
                case Started(step, change):
                    began[step, change.do.sql] = context.now()
                case Finished(step, change, ran):
                    done.append(_line(change, "done", began[step, change.do.sql], ran))


def _recorded(context: Context, event: EngineEvent) -> None:
    sql = event.change.do.sql
    match event:
        case Started(_, change):
            if change.mark:
                context.tell(f"{_place(change.mark)} {_first_words(sql)}")
            context.record("change.started", sql=sql, summary=change.summary, **_where(change), **_foreseen(change))
        case Finished(_, change, ran):
            context.record("change.finished", **_finished(change, ran))
            if change.mark and ran.seconds >= LONG_S:
                context.tell(f"{_place(change.mark)} done in {ran.seconds:.0f} s")
        case Refused(_, _, error):
            context.record("change.failed", sql=sql, reason=error.what, why=error.why)
        case Parted(_, _, error):
            context.record("transaction.parted", sql=sql, reason=error.what, why=error.why)
        case Undone():
            context.record("change.undone", sql=sql)


def _place(mark: Mark) -> str:
    return f"{mark.revision} #{abs(mark.ordinal)}"


def _where(change: Change) -> dict[str, object]:
    mark = change.mark
    return {"revision": mark.revision, "ordinal": mark.ordinal, "part": mark.part} if mark else {}


def _foreseen(change: Change) -> dict[str, object]:
    """What a report tells of the risk later, when no plan is left to ask."""
    if not change.mark:
        return {}
    effect, gone = change.effect, change.undo if isinstance(change.undo, Irreversible) else None
    return {
        "locks": [[each.name, each.lock.words] for each in effect.locks],
        "scans": list(effect.scans),
        "rewrites": list(effect.rewrites),
        "loss": change.loss.value,
        "irreversible": gone.reason if gone and not isinstance(gone, NotYetKnown) else "",
    }


def _first_words(sql: str) -> str:
    """A batched backfill has fifty lines, which the plan has shown."""
    line = " ".join(sql.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _finished(change: Change, ran: Ran) -> dict[str, object]:
    """What later plans estimate from: `work_s` is without the waiting for locks."""
    return {
        "sql": change.do.sql,
        "seconds": round(ran.seconds, 3),
        "attempts": ran.attempts,
        "work": change.work.kind.value,
        "work_bytes": change.work.bytes,
        "work_s": round(ran.seconds - ran.waited_s, 3),
        **_where(change),
    }


def _line(change: Change, outcome: str, began: datetime, ran: Ran) -> StepDone:
    mark = change.mark
    ordinal, revision = (mark.ordinal, mark.revision) if mark else (0, "")
    took, waited = round(ran.seconds, 3), round(ran.waited_s, 3)
    return StepDone(ordinal, revision, change.do.sql, outcome, began, took, ran.attempts, waited, change.summary)
