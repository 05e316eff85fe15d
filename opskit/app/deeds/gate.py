"""One look at a gate here, recorded and judged; what passes or fails by the rule is decided with it. It reads."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value

HARMLESS = True


class Asked(Value):
    """`gate` of the runbook `runbook`, this one without it."""

    gate: str
    runbook: str = ""


def words(asked: Asked) -> str:
    book = f" --runbook {quoted(asked.runbook)}" if asked.runbook else ""
    return f"opskit gate run {quoted(asked.gate)}{book}"


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app.gate import look
    from opskit.app.gate_place import Place, find, gate_of

    context = room.context
    place = (
        find(context, asked.runbook, asked.gate)
        if asked.runbook
        else Place(context, room.runbook, gate_of(room.runbook, asked.gate))
    )

    def carry() -> bool:
        look(place)
        return False

    return Prepared("", carry, again=True)
