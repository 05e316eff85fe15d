"""Whether every migration (up to `revision`, else all) is applied, and the indexes they make are valid."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.indexes_verified import Question
from opskit.app.item_kinds import Room
from opskit.app.items.indexes import broken
from opskit.app.migrating import look as observe
from opskit.app.migrating import wanted
from opskit.app.no_return import told
from opskit.app.proposing import Wish, proposed
from opskit.app.verify_indexes import verify_indexes
from opskit.core.checklist import Seen, Status


@dataclass(frozen=True)
class Asked:
    revision: str = ""


def look(asked: Asked, room: Room) -> Seen:
    """The record in the database says what was applied, the catalog whether it is there: a record alone is no proof."""
    with room.context.reading(room.item) as db:
        state = observe(room.context.settings.migrations, db)
        pending = [f"{each.revision} {each.slug}" for each in wanted(state, asked.revision)]
        database = db.server.database
        if pending:
            points = told(proposed(room.context, db, Wish(asked.revision)).view.no_return)
            text = f"not applied: {', '.join(pending)}; point of no return: {'; '.join(points)}"
            return Seen(Status.PENDING, text, tuple(pending), database=database)
    found = verify_indexes(room.context, Question()).data
    bad = broken(found)
    if bad:
        text = f"recorded as applied, but {len(bad)} of {found.summary.expected} indexes are not as written"
        return Seen(Status.FAIL, text, bad, "opskit verify indexes", database)
    revisions = tuple(each.revision for each in state.migrations if state.state_of(each.revision) == "applied")
    count = f"{len(revisions)} applied, their {found.summary.expected} indexes valid"
    return Seen(Status.PASS, count, revisions, database=database)
