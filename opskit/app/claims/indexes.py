"""Whether the indexes of these `names` are there, valid, and as the migrations write them; a name in the catalog alone
is no proof."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.index_verdict import IndexVerdict
from opskit.migrate.naming import parts
from opskit.value import Value

EVIDENCE = ("part:indexes",)
_SHOWN = 3


class Asked(Value):
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("`names` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    found, unknown = named(asked.names, room)
    there = [each for each in found if each.state == "present"]
    wrong = [f"{each.name} is {each.state}" for each in found if each.state in ("missing", "invalid", "different")]
    told = f"{len(there)} of {len(asked.names)} are there, valid and as written"
    next_command = room.command("opskit verify indexes")
    if wrong:
        return Answered(ClaimVerdict.REFUTED, told, few(wrong), next_command, EVIDENCE)
    if unknown:
        why = f"no migration here makes {few(unknown)}: what they should be is not known"
        return Answered(ClaimVerdict.NOT_TESTABLE, told, why, next_command, EVIDENCE)
    if len(there) < len(found):
        return Answered(ClaimVerdict.NOT_TESTABLE, told, "one is still being built", next_command, EVIDENCE)
    return Answered(ClaimVerdict.VERIFIED, told, "", next_command, EVIDENCE)


def named(names: Sequence[str], room: Room) -> tuple[list[IndexVerdict], list[str]]:
    """The indexes of these names, and the names that no migration makes."""
    known = {parts(each.name)[1]: each for each in room.had(room.parts.indexes).indexes}
    bare = [parts(name)[1] for name in names]
    return [known[name] for name in bare if name in known], [name for name in bare if name not in known]


def few(texts: Sequence[str]) -> str:
    rest = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + rest
