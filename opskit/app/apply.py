"""`opskit apply`: pending migrations brought in, one statement at a time, without stopping the application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opskit.app.carrying_out import Fingerprints, StepDone, carry_out
from opskit.app.context import Context
from opskit.app.foreseeing import Refusals, foreseen, world_of
from opskit.app.forms_chosen import Form, safe_form
from opskit.app.migrating import look, steps_of, wanted
from opskit.app.planning import PlanView, describe
from opskit.core.answer import Answer
from opskit.core.plan import Plan, make_plan
from opskit.steps.observing import schema_digest

PENDING = 10


@dataclass(frozen=True)
class Applied:
    """`verified`: after the run the same plan is empty, read on another session."""

    run: str
    steps: Sequence[StepDone]
    fingerprint: Fingerprints
    verified: bool


@dataclass(frozen=True)
class Proposal:
    plan: Plan
    page: Answer[PlanView]

    @property
    def empty(self) -> bool:
        return not self.plan.changes


def propose(context: Context, to: str, accepted: frozenset[str] = frozenset(), form: Form = safe_form) -> Proposal:
    """The plan, and the page that shows it (exit 10: pending)."""
    with context.reading("plan") as db:
        migrations = wanted(form(look(context.settings.migrations, db)), to)
        plan = make_plan(steps_of(migrations, context.run), db, db.server.identity, schema_digest, context.now())
        world = world_of(plan, db)
        plan = foreseen(plan, world.copy(), Refusals(accepted))
        view = describe(plan, migrations, db, world)
    exit_code = PENDING if plan.changes else 0
    return Proposal(plan, Answer("apply", view, exit_code, environment=context.environment.name, run=context.run))


def carry(context: Context, proposal: Proposal, to: str) -> Answer[Applied]:
    """Exit 0 with `changed: true` once the database is what the plan says."""
    with context.writing("apply") as db:
        steps = carry_out(context, proposal.plan, db, "apply")
    with context.reading("verify") as reader:
        settled = not make_plan(
            steps_of(wanted(look(context.settings.migrations, reader), to), context.run),
            reader, reader.server.identity, schema_digest, context.now(),
        ).changes  # fmt: skip
        after = schema_digest(reader)
    done = Applied(context.run, steps, Fingerprints(proposal.plan.against, after), settled)
    revisions = sorted({step.revision for step in steps if step.revision})
    context.record(
        "run.finished", command="apply", outcome="applied", subject="apply", revisions=revisions, fingerprint=after
    )
    return Answer("apply", done, changed=True, environment=context.environment.name, run=context.run)
