"""Whether every index the migrations make is there, valid and as written; `at_least` guards against a folder that
makes fewer than the checklist speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opskit.app.item_kinds import Room
from opskit.core.item_state import Seen, Status
from opskit.core.verdict import Verdict
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.indexes_verified import IndexesVerified

COMMAND = "opskit verify indexes"


class Asked(Value):
    at_least: int = 1


def look(asked: Asked, room: Room) -> Seen:
    from opskit.app.indexes_verified import Question
    from opskit.app.verify_indexes import verify_indexes

    found = verify_indexes(room.context, Question(pending=True)).data
    total = found.summary.expected
    bad = broken(found)
    if bad:
        return Seen(Status.FAIL, f"{len(bad)} of {total} indexes are not as written", bad, COMMAND)
    if total < asked.at_least:
        return Seen(
            Status.FAIL, f"the migrations make {total} indexes, at least {asked.at_least} are meant", (), COMMAND
        )
    if found.verdict is not Verdict.PASS:
        return Seen(Status.INCONCLUSIVE, f"{found.summary.building} of {total} are still being built", (), COMMAND)
    return Seen(Status.PASS, f"all {total} present, valid and as written", tuple(each.name for each in found.indexes))


def broken(found: IndexesVerified) -> tuple[str, ...]:
    """The indexes that are missing, invalid or different, each with the word."""
    return tuple(
        f"{each.name}: {each.state}" for each in found.indexes if each.state in ("missing", "invalid", "different")
    )
