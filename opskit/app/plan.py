"""`opskit plan`: what the pending migrations would do here, statement by statement. Writes nothing."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.app.foreseeing import Refusals, foreseen, world_of
from opskit.app.migrating import look, steps_of, wanted
from opskit.app.planning import PlanView, describe
from opskit.core.answer import Answer
from opskit.core.plan import make_plan
from opskit.steps.observing import schema_digest

OBSTACLES = 1


def plan(context: Context, to: str, accepted: frozenset[str] = frozenset()) -> Answer[PlanView]:
    """Exit 1 when the data stands in the way (duplicates under a unique index), 0 otherwise."""
    with context.reading("plan") as db:
        migrations = wanted(look(context.settings.migrations, db), to)
        made = make_plan(steps_of(migrations, context.run), db, db.server.identity, schema_digest, context.now())
        world = world_of(made, db)
        made = foreseen(made, world.copy(), Refusals(accepted))
        view = describe(made, migrations, db, world)
    return Answer(
        "plan", view, OBSTACLES if view.obstacles else 0, environment=context.environment.name, run=context.run
    )
