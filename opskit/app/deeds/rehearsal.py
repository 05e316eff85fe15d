"""The pending migrations in, back and in again on a copy of the target: `copy` is schema or full, `on` the server of
another environment or embedded. The target is only read."""

from __future__ import annotations

from typing import Literal

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value

HARMLESS = True


class Asked(Value):
    to: str = ""
    copy: Literal["schema", "full"] = "schema"
    on: str = ""


def words(asked: Asked) -> str:
    given = (("--to", asked.to), ("--copy", "" if asked.copy == "schema" else asked.copy), ("--on", asked.on))
    return " ".join(["opskit rehearse", *(f"{name} {quoted(value)}" for name, value in given if value)])


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app.proposing import Wish
    from opskit.app.rehearse import rehearse

    def carry() -> bool:
        rehearse(room.context, Wish(asked.to), asked.copy, asked.on)
        return False

    return Prepared("", carry, again=True)
