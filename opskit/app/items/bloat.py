"""Whether no table or index holds so much bloat that a rebuild is worth it, by the limits of opskit.toml
(bloat.min_pct, bloat.min_bytes); `relations` names those that are looked at, all without it."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.core.item_state import Seen, Status
from opskit.value import Value

COMMAND = "opskit bloat"


class Asked(Value):
    relations: tuple[str, ...] = ()


def look(asked: Asked, room: Room) -> Seen:
    """A pass needs every relation judged: one that cannot be may be the bloated one."""
    from opskit.app.bloat import bloat

    found = bloat(room.context, asked.relations).data
    bad = [each for each in found.relations if each.remedy]
    unjudged = [each for each in found.relations if each.bloat_pct is None]
    if bad:
        evidence = tuple(f"{each.name}: {each.bloat_pct or 0:.0f} % bloat; {each.remedy}" for each in bad)
        names = "\n".join(sorted(each.name for each in bad))
        text = f"{len(bad)} relations are worth a rebuild: {evidence[0]}"
        return Seen(Status.FAIL, text, evidence, f"{COMMAND} {' '.join(asked.relations)}".strip(), finding=names)
    if unjudged:
        evidence = tuple(f"{each.name}: {each.reason}" for each in unjudged)
        return Seen(Status.INCONCLUSIVE, f"{len(unjudged)} cannot be judged: {evidence[0]}", evidence, COMMAND)
    return Seen(Status.PASS, f"{len(found.relations)} relations judged, none worth a rebuild")
