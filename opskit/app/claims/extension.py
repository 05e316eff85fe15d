"""Whether the extension `name` is created in the database and, where `preloaded` asks for it, its library was loaded
when the server started."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, Room
from opskit.app.claim_values import TOLD
from opskit.app.items.extension import Asked
from opskit.catalog.facts import fact

__all__ = ["Asked", "answer"]


def answer(asked: Asked, room: Room) -> Answered:
    (row,) = room.db.rows(fact("extension"), name=asked.name)
    created = f"{asked.name} {row['version']} is created" if row["version"] else f"{asked.name} is not created here"
    loaded = "its library is loaded" if row["loaded"] else "its library is not loaded: it takes a restart"
    holds = bool(row["version"]) and (bool(row["loaded"]) or not asked.preloaded)
    return Answered(TOLD[holds], f"{created}; {loaded}" if asked.preloaded else created)
