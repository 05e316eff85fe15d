"""What only a person can answer: verified where the checklist's `item` is signed, else a sign-off is needed. `ask` is
what is to be judged."""

from __future__ import annotations

from opskit.app.checklist import ItemView
from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.core.item_state import Status
from opskit.errors import Inconclusive
from opskit.value import Value


class Asked(Value):
    ask: str
    item: str = ""


def answer(asked: Asked, room: Room) -> Answered:
    """A signature that is too old to count, or that lacks another one beside it, is none."""
    if not asked.item:
        return Answered(ClaimVerdict.NEEDS_SIGN_OFF, "", asked.ask, "", ())
    item = _item(asked.item, room)
    if item.status != Status.SIGNED or not item.signed:
        return Answered(ClaimVerdict.NEEDS_SIGN_OFF, f"{item.id} is {item.status}", asked.ask, item.next, ())
    last = item.signed[-1]
    told = f"signed by {', '.join(each.by for each in item.signed)}"
    return Answered(ClaimVerdict.VERIFIED, told, last.reason, "", tuple(f"event:{each.event}" for each in item.signed))


def _item(name: str, room: Room) -> ItemView:
    items = room.had(room.parts.checklist).items
    found = next((each for each in items if each.id == name), None)
    if found is None:
        raise Inconclusive(f"the checklist has no item {name} here", "", room.command("opskit checklist"))
    return found
