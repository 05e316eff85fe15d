"""Whether `alembic upgrade head` can be carried out as the one command it is said to be: the project has one head. Of
migrations that are not Alembic's that cannot be told."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import TOLD
from opskit.migrate.lineage import heads
from opskit.value import Value


class Asked(Value):
    """It has no keys."""


def answer(asked: Asked, room: Room) -> Answered:
    state = room.had(room.parts.migrations)
    if not state.migrations or state.migrations[0].lineage is None:
        why = "the configured migrations are no Alembic project: its heads cannot be counted"
        return Answered(ClaimVerdict.NOT_TESTABLE, "", why, 'set [migrations] source = "alembic" in opskit.toml', ())
    names = [each.revision for each in heads(state.migrations)]
    told = f"{len(names)} head{'s' if len(names) > 1 else ''}: {', '.join(names)}"
    why = "" if len(names) == 1 else "Alembic refuses `upgrade head` where there are several"
    return Answered(TOLD[len(names) == 1], told, why, "", ("part:migrations",))
