"""Before a plan is made: what an earlier run left at work would make it wrong a moment later."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.pg.orphans import ITEMS


def settle(context: Context) -> None:
    """Nothing to do when there are none, which a look tells; else under the operator's lock (Locked when another
    operator is at work, whose sessions they are then)."""
    with context.reading("orphans") as db:
        found = db.rows(fact("orphans"), items=list(ITEMS), run=context.run)
    if found:
        with context.writing("settle"):
            context.tell("what an earlier run left is settled")
