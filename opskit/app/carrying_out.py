"""An approved plan carried out: the engine's events become ledger events and lines of the answer. apply, rollback
and fix all end here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from opskit.app.context import Context
from opskit.app.progress import watching
from opskit.core.change import Change
from opskit.core.engine import Finished, Refused, Started, Undone, apply
from opskit.core.plan import ApprovedPlan, Plan, approve
from opskit.core.step import Ran
from opskit.errors import OpskitError
from opskit.pg.operator_lock import refuse_second
from opskit.pg.writing import WriteSession
from opskit.steps.observing import schema_digest

# Characters of a statement that are told while it runs.
SHOWN = 160


@dataclass(frozen=True)
class StepDone:
    """`outcome` is done, undone (taken back after a failure) or failed; `waited_s` seconds in queues for locks."""

    ordinal: int
    revision: str
    sql: str
    outcome: str
    started_at: datetime
    seconds: float
    attempts: int
    waited_s: float
    summary: str


@dataclass(frozen=True)
class Fingerprints:
    before: str
    after: str


def stand_ready(context: Context, plan: Plan) -> None:
    """Before anybody is asked: Locked when another operator is at work, Blocked when the plan cannot be carried out."""
    with context.reading("operator") as db:
        refuse_second(context.environment, db)
    approve(plan, context.operator)


def carry_out(context: Context, plan: Plan, db: WriteSession, command: str) -> Sequence[StepDone]:
    """Record, run, record. On any error the run is closed as failed in the ledger before it is raised."""
    approved = approve(plan, context.operator)
    context.record("run.started", command=command, digest=plan.digest, target=plan.target, changes=len(plan.changes))
    done: list[StepDone] = []
    try:
        with watching(context, db.pid):
            _run(context, approved, db, done)
    except BaseException as error:
        what = error.what if isinstance(error, OpskitError) else "interrupted"
        context.record("run.finished", command=command, outcome="failed", reason=what, subject=command)
        raise
    return done


def _run(context: Context, approved: ApprovedPlan, db: WriteSession, done: list[StepDone]) -> None:
    began = context.now()
    for event in apply(approved, db, schema_digest, context.now):
        sql = event.change.do.sql
        match event:
            case Started(_, change):
                began = context.now()
                if change.mark:
                    context.tell(f"{change.mark.revision} #{abs(change.mark.ordinal)} {_first_words(sql)}")
                context.record("change.started", sql=sql, summary=change.summary)
            case Finished(_, change, ran):
                context.record("change.finished", **_finished(change, ran))
                done.append(_line(change, "done", began, ran))
            case Refused(_, change, error):
                context.record("change.failed", sql=sql, reason=error.what, why=error.why)
                done.append(_line(change, "failed", began, Ran(0.0)))
            case Undone(_, change):
                context.record("change.undone", sql=sql)
                done.append(_line(change, "undone", context.now(), Ran(0.0)))


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
    }


def _line(change: Change, outcome: str, began: datetime, ran: Ran) -> StepDone:
    mark = change.mark
    ordinal, revision = (mark.ordinal, mark.revision) if mark else (0, "")
    took, waited = round(ran.seconds, 3), round(ran.waited_s, 3)
    return StepDone(ordinal, revision, change.do.sql, outcome, began, took, ran.attempts, waited, change.summary)
