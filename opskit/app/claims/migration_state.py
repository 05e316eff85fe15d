"""Whether a `revision` is `applied` or `pending` here. What is recorded as applied counts as applied only while the
indexes it makes are there too."""

from __future__ import annotations

from typing import Literal

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import TOLD
from opskit.value import Value


class Asked(Value):
    revision: str
    state: Literal["applied", "pending"]


def answer(asked: Asked, room: Room) -> Answered:
    migration = room.migration(asked.revision)
    recorded = room.had(room.parts.migrations).state_of(asked.revision)
    absent = [each.name for each in room.had(room.parts.indexes).indexes
              if each.revision == migration.revision and each.state == "missing"]  # fmt: skip
    evidence = ("part:migrations", "part:indexes")
    if recorded in ("applying", "undoing"):
        told = f"{asked.revision} is half way: {recorded}"
        return Answered(ClaimVerdict.REFUTED, told, "", room.command("opskit plan"), evidence)
    if recorded == "applied" and absent:
        told = f"recorded as applied, but {len(absent)} of its indexes are not there: {', '.join(absent[:3])}"
        return Answered(ClaimVerdict.REFUTED, told, "", room.command("opskit verify indexes"), evidence)
    word = "applied" if recorded == "applied" else "pending"
    return Answered(TOLD[word == asked.state], f"{asked.revision} is {word}", "", room.command("opskit plan --all"),
                    evidence)  # fmt: skip
