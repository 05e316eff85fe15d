"""Whether every migration (up to `to`, else all) is applied, and the indexes they make are valid; those of `path` (a
folder beside the runbook), else of opskit.toml."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.app.item_kinds import Room
from opskit.app.items.verify_indexes import broken
from opskit.app.own_files import beside, refuse_outside
from opskit.core.item_state import Seen, Status
from opskit.value import Value, replace


class Asked(Value):
    to: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        refuse_outside(self.path, "path")


def look(asked: Asked, room: Room) -> Seen:
    """The record in the database says what was applied, the catalog whether it is there: a record alone is no proof."""
    from opskit.app.indexes_verified import Question
    from opskit.app.migrating import look as observe
    from opskit.app.migrating import wanted
    from opskit.app.no_return import told
    from opskit.app.proposing import Wish, proposed
    from opskit.app.verify_indexes import verify_indexes

    context = placed(room, asked.path)
    with context.reading(room.item) as db:
        state = observe(context.settings.migrations, db)
        pending = [f"{each.revision} {each.slug}" for each in wanted(state, asked.to)]
        database = db.server.database
        if pending:
            points = told(proposed(context, db, Wish(asked.to)).view.no_return)
            text = f"not applied: {', '.join(pending)}; point of no return: {'; '.join(points)}"
            return Seen(Status.PENDING, text, tuple(pending), database=database)
    found = verify_indexes(context, Question()).data
    bad = broken(found)
    if bad:
        text = f"recorded as applied, but {len(bad)} of {found.summary.expected} indexes are not as written"
        return Seen(Status.FAIL, text, bad, "opskit verify indexes", database)
    revisions = tuple(each.revision for each in state.migrations if state.state_of(each.revision) == "applied")
    count = f"{len(revisions)} applied, their {found.summary.expected} indexes valid"
    return Seen(Status.PASS, count, revisions, database=database)


def placed(room: Room, path: str) -> Context:
    """Looking at the migrations of a folder beside the runbook; without one at those of opskit.toml."""
    if not path:
        return room.context
    settings = replace(room.context.settings, migrations=beside(room.runbook, path))
    return replace(room.context, settings=settings)
