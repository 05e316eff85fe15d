"""`opskit rollback`: a run, or everything after a revision, taken back and compared with the fingerprint from before.

It needs no ledger and no files: what was done, its undo and how the schema looked are recorded in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opskit.app.carrying_out import Fingerprints, StepDone, carry_out, elapsed_s
from opskit.app.context import Context
from opskit.app.foreseeing import foreseen, nothing_refused, world_of
from opskit.app.migrating import undo_steps
from opskit.app.planning import PlannedStatement, statement
from opskit.core.answer import Answer
from opskit.core.change import Change, Loss, worst
from opskit.core.finding import Finding
from opskit.core.fingerprint import Difference, differences
from opskit.core.plan import Plan, make_plan
from opskit.core.step import Reader, Row
from opskit.errors import Blocked, UsageFault
from opskit.migrate.ddl import Source
from opskit.steps import observing
from opskit.steps.observing import schema_digest

# The INVALID index that a failed build had left before the run is not built again to prove a point.
DEBRIS_GONE = ("invalid index", "missing")
# What `--to` calls the state before the first migration, as Alembic does.
BASE = "base"
PENDING = 10
NOT_AS_BEFORE = 1


@dataclass(frozen=True)
class RolledBack:
    """`verified`: the schema is what it was before; `differs` names the objects that are not."""

    run: str
    revisions: Sequence[str]
    steps: Sequence[StepDone]
    fingerprint: Fingerprints
    verified: bool
    differs: Sequence[Difference]


@dataclass(frozen=True)
class WayBack:
    """What a rollback would do, newest first."""

    revisions: Sequence[str]
    statements: Sequence[PlannedStatement]
    obstacles: Sequence[Finding]
    loss: str
    fingerprint: str


@dataclass(frozen=True)
class Proposal:
    plan: Plan
    rows: Sequence[Row]
    page: Answer[WayBack]

    @property
    def empty(self) -> bool:
        return not self.plan.changes


def propose(context: Context, run: str, to: str) -> Proposal:
    with context.reading("plan") as db:
        rows = chosen(observing.revisions(db), run, to)
        plan = make_plan(undo_steps(db, rows, context.run), db, db.server.identity, schema_digest, context.now())
        plan = foreseen(plan, world_of(plan, db), nothing_refused())
    statements = tuple(_shown(change) for change in plan.changes if not change.do.params)
    names = tuple(str(row["revision"]) for row in rows)
    before = str(rows[-1]["fingerprint_before"]) if rows else ""
    view = WayBack(names, statements, plan.obstacles, worst(change.loss for change in plan.changes).value, before)
    exit_code = PENDING if plan.changes else 0
    return Proposal(
        plan, rows, Answer("rollback", view, exit_code, environment=context.environment.name, run=context.run)
    )


def chosen(recorded: Sequence[Row], run: str, to: str) -> list[Row]:
    """The revisions to take back, newest first: those of a run, those after a revision, or those of the last run."""
    live = [row for row in reversed(recorded) if row["state"] != "undone"]
    if to == BASE:
        return live
    if to:
        known = [row["revision"] for row in recorded]
        if to not in known:
            raise UsageFault(
                f"revision {to!r} was never applied here",
                f"recorded: {', '.join(known) or 'none'}",
                "opskit rollback -n",
            )
        return live[: [*(row["revision"] for row in live), to].index(to)]
    if not live:
        return []
    wanted = run or str(live[0]["run"])
    mine = [row for row in live if row["run"] == wanted]
    newer = [row["revision"] for row in live[: live.index(mine[-1])] if row["run"] != wanted] if mine else []
    if newer:
        raise Blocked(
            f"run {wanted} cannot go alone (nothing was changed)",
            f"applied after it: {', '.join(newer)}",
            f"opskit rollback --to {_before(recorded, mine)}",
        )
    if run and not mine and run not in {row["run"] for row in recorded}:
        raise UsageFault(f"this database knows no run {run!r}", "", "opskit ledger show")
    return mine


def carry(context: Context, proposal: Proposal, accept_data_loss: bool) -> Answer[RolledBack]:
    """Exit 0 when the schema is what it was before, 1 when it is not, with the objects that differ."""
    loss = proposal.page.data.loss
    if loss != Loss.NONE.value and not accept_data_loss:
        raise Blocked(
            f"this rollback loses {loss} (nothing was changed)",
            "rows in what it drops go with it",
            "opskit rollback --accept-data-loss",
        )
    with context.writing("rollback") as db:
        steps = carry_out(context, proposal.plan, db, "rollback")
    with context.reading("verify") as reader:
        differs, prints = _compared(reader, proposal)
    done = RolledBack(context.run, proposal.page.data.revisions, steps, prints, not differs, differs)
    context.record(
        "run.finished",
        command="rollback",
        subject="rollback",
        outcome="undone" if done.verified else "differs",
        revisions=list(done.revisions),
        verified=done.verified,
        fingerprint=prints.after,
        seconds=round(elapsed_s(steps), 3),
    )
    exit_code = 0 if done.verified else NOT_AS_BEFORE
    return Answer("rollback", done, exit_code, True, environment=context.environment.name, run=context.run)


def _compared(db: Reader, proposal: Proposal) -> tuple[list[Difference], Fingerprints]:
    schema = observing.schema(db)
    oldest = proposal.rows[-1]
    recorded = oldest["objects_before"]
    before: Mapping[str, str] = json.loads(recorded) if isinstance(recorded, str) else recorded
    found = [each for each in differences(before, schema.objects) if (each.kind, each.change) != DEBRIS_GONE]
    return found, Fingerprints(str(oldest["fingerprint_before"]), schema.digest)


def _shown(change: Change) -> PlannedStatement:
    return statement(Source(change.do.sql, abs(change.mark.ordinal) if change.mark else 0, 0), [change])


def _before(recorded: Sequence[Row], mine: Sequence[Row]) -> str:
    names = [str(row["revision"]) for row in recorded]
    place = names.index(str(mine[-1]["revision"])) if mine else 0
    return names[place - 1] if place else BASE
