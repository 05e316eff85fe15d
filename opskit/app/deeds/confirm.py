"""Something that a person does, in the words of `text`; the item's check tells whether it was done."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.deed_outcome import digest_of
from opskit.app.item_kinds import Room
from opskit.value import Value


class Asked(Value):
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("`text` says what to do")


def words(asked: Asked) -> str:
    return asked.text


def prepare(asked: Asked, room: Room) -> Prepared:
    """An approval is bound to what is asked of the person, word by word."""
    return Prepared(digest_of(room.context.environment.name, asked.text), lambda: False, by_hand=True, again=True)
