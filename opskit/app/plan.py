"""`opskit plan`: what the pending migrations would do here, statement by statement. Writes nothing to the database."""

from __future__ import annotations

from pathlib import Path

from opskit.app import plan_files
from opskit.app.context import Context
from opskit.app.planning import PlanView
from opskit.app.proposing import Wish, proposed
from opskit.core.answer import Answer

OBSTACLES = 1


def plan(context: Context, wish: Wish, out: Path | None = None) -> Answer[PlanView]:
    """Exit 1 when something stands in the way (duplicates under a unique index, a statement that is refused), 0
    otherwise. `out` keeps the plan for `apply --plan`; one that cannot be carried out is not kept."""
    with context.reading("plan") as db:
        made = proposed(context, db, wish)
    view = made.view
    if out and not view.obstacles:
        plan_files.write(context, out, made, wish)
    code = OBSTACLES if view.obstacles else 0
    return Answer("plan", view, code, environment=context.environment.name, run=context.run)
