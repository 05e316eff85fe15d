"""`opskit plan`: what the pending migrations would do here, statement by statement. Writes nothing."""

from __future__ import annotations

from dataclasses import replace

from opskit.app.context import Context
from opskit.app.foreseeing import Refusals, foreseen, world_of
from opskit.app.forms_chosen import Form, safe_form
from opskit.app.migrating import look, steps_of, wanted, warnings
from opskit.app.planning import PlanView, describe
from opskit.core.answer import Answer
from opskit.core.plan import make_plan
from opskit.steps.observing import schema_digest

OBSTACLES = 1


def plan(context: Context, to: str, accepted: frozenset[str] = frozenset(), form: Form = safe_form) -> Answer[PlanView]:
    """Exit 1 when something stands in the way (duplicates under a unique index, a statement that is refused), 0
    otherwise."""
    with context.reading("plan") as db:
        state = look(context.settings.migrations, db)
        migrations = wanted(form(state), to)
        made = make_plan(steps_of(migrations, context.run), db, db.server.identity, schema_digest, context.now())
        world = world_of(made, db)
        made = foreseen(made, world.copy(), Refusals(accepted))
        view = replace(describe(made, migrations, db, world), warnings=warnings(state, db))
    return Answer(
        "plan", view, OBSTACLES if view.obstacles else 0, environment=context.environment.name, run=context.run
    )
