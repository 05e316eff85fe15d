"""`opskit apply`: pending migrations brought in, one statement at a time, without stopping the application."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.app import plan_files
from opskit.app.carrying_out import Fingerprints, StepDone, carry_out
from opskit.app.context import Context
from opskit.app.planning import PlanView
from opskit.app.proposing import Proposed, Wish, proposed, settled
from opskit.app.window import break_glass, refuse_outside
from opskit.catalog.plan_file import read
from opskit.core.answer import Answer
from opskit.core.plan import Plan
from opskit.core.time_budget import Budgeted
from opskit.steps.observing import schema_digest
from opskit.value import Value, replace

PENDING = 10


class Applied(Value):
    """`verified`: after the run the same plan is empty, read on another session."""

    run: str
    steps: Sequence[StepDone]
    fingerprint: Fingerprints
    verified: bool


class Proposal(Value):
    """`revisions` are those that are brought in, each with its checksum."""

    plan: Plan
    wish: Wish
    page: Answer[PlanView]
    revisions: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        return not self.plan.changes

    @property
    def budget(self) -> Budgeted:
        return self.page.data.budget


def propose(context: Context, wish: Wish) -> Proposal:
    """The plan, and the page that shows it (exit 10: pending)."""
    with context.reading("plan") as db:
        return _proposal(context, wish, proposed(context, db, wish))


def propose_kept(context: Context, path: Path) -> tuple[Context, Proposal]:
    """The plan of a file, and the context of the run it is for. Stale when it no longer fits, or was used."""
    file = read(path)
    context = replace(context, run=file.run)
    wish = plan_files.wish_of(file)
    with context.reading("plan") as db:
        plan_files.refuse_unfit(context, file, db, db.server.identity)
        made = proposed(context, db, wish)
    plan_files.refuse_other(file, made)
    return context, _proposal(context, wish, made)


def _proposal(context: Context, wish: Wish, made: Proposed) -> Proposal:
    exit_code = PENDING if made.plan.changes else 0
    page = Answer("apply", made.view, exit_code, environment=context.environment.name, run=context.run)
    revisions = tuple((each.revision, each.checksum) for each in made.migrations)
    return Proposal(made.plan, wish, page, revisions)


def carry(context: Context, proposal: Proposal) -> Answer[Applied]:
    """Exit 0 with `changed: true` once the database is what the plan says. Blocked where the yes came too late for its
    window."""
    refuse_outside(context, proposal.budget)
    with context.writing("apply") as db:
        break_glass(context, proposal.budget, db.server.login)
        steps = carry_out(context, proposal.plan, db, "apply", context.settings.budget.jobs)
    with context.reading("verify") as reader:
        verified = settled(context, reader, proposal.wish)
        after = schema_digest(reader)
    done = Applied(context.run, steps, Fingerprints(proposal.plan.against, after), verified)
    revisions = sorted({step.revision for step in steps if step.revision})
    context.record(
        "run.finished", command="apply", outcome="applied", subject="apply", revisions=revisions, fingerprint=after
    )
    return Answer("apply", done, changed=True, environment=context.environment.name, run=context.run)
