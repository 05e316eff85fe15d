"""What `plan` and `apply` share: from what a person wishes to the plan and the page that shows it. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.app.company import company
from opskit.app.context import Context
from opskit.app.disk import Disk, disk
from opskit.app.estimating import samples, weighed
from opskit.app.foreseeing import Refusals, foreseen, world_of
from opskit.app.forms_chosen import Form, as_written, safe_form
from opskit.app.framing import kept_whole
from opskit.app.migrating import look, steps_of, wanted, warnings
from opskit.app.no_return import points
from opskit.app.planning import PlanView, describe
from opskit.app.proven import proven
from opskit.app.time_needed import needed
from opskit.app.unfinished import unfinished
from opskit.app.window import seen
from opskit.core.estimate import INSTANT
from opskit.core.finding import Finding
from opskit.core.plan import Plan, Planned, changes_of, make_plan
from opskit.core.step import Step
from opskit.core.verdict import Severity
from opskit.migrate.migration import Migration
from opskit.pg.reading import ReadSession
from opskit.steps.observing import schema_digest
from opskit.value import Value, replace


class Wish(Value):
    """What a person wants planned: up to which revision (empty for all that are pending), which rules are accepted, and
    in which form statements run."""

    to: str = ""
    accepted: frozenset[str] = frozenset()
    form: Form = safe_form

    @property
    def unrewritten(self) -> bool:
        return self.form is as_written


class Proposed(Value):
    plan: Plan
    migrations: Sequence[Migration]
    view: PlanView


def settled(context: Context, db: ReadSession, wish: Wish) -> bool:
    """Whether nothing of what was wished is left to do."""
    migrations = wanted(wish.form(look(context.settings.migrations, db)), wish.to)
    return not any(changes_of(step, db) for step in steps_of(migrations, context.run))


def proposed(context: Context, db: ReadSession, wish: Wish) -> Proposed:
    state = look(context.settings.migrations, db)
    migrations = wanted(wish.form(state), wish.to)
    made = made_of(context, db, migrations, steps_of(migrations, context.run), wish.accepted)
    said = [*warnings(state, db), *made.view.warnings]
    return replace(made, view=replace(made.view, warnings=said, unfinished=unfinished(state.recorded, db)))


def made_of(
    context: Context,
    db: ReadSession,
    migrations: Sequence[Migration],
    steps: Sequence[Step[Any]],
    accepted: frozenset[str] = frozenset(),
) -> Proposed:
    """The plan of these steps, which are those of the migrations, wherever they come from."""
    plan = make_plan(steps, db, db.server.identity, schema_digest, context.now())
    world = world_of(plan, db)
    plan = kept_whole(weighed(foreseen(plan, world.copy(), Refusals(accepted)), db))
    room = disk(plan, db, context.environment.way)
    plan = _stopped_by(room, plan)
    events = context.ledger.events()
    measured = samples(events)
    view = describe(plan, migrations, db, world, measured)
    said = [each for each in room.findings if each.severity is not Severity.CRITICAL]
    beside = company(plan, context.settings.budget.jobs)
    view = replace(view, warnings=said, disk=room, company=beside, no_return=points(migrations, plan))
    view = replace(view, rehearsed=proven([(each.revision, each.checksum) for each in migrations], events))
    budget = needed(plan, migrations, context.environment.name, events, measured)
    return Proposed(plan, migrations, replace(view, budget=budget, window=seen(context, budget)))


def _stopped_by(room: Disk, plan: Plan) -> Plan:
    """A disk that is too small stands in the way of the first statement that needs some of it."""
    grave = tuple(each for each in room.findings if each.severity is Severity.CRITICAL)
    return replace(plan, planned=_with(plan, grave)) if grave else plan


def _with(plan: Plan, grave: tuple[Finding, ...]) -> tuple[Planned, ...]:
    first = next((change for change in plan.changes if change.work != INSTANT), None)
    return tuple(
        replace(
            each,
            changes=tuple(
                replace(change, obstacles=(*change.obstacles, *grave)) if change is first else change
                for change in each.changes
            ),
        )
        for each in plan.planned
    )
