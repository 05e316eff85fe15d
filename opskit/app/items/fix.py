"""Whether `opskit fix` has nothing to do: for the checks and relations in `of`, or for all."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.core.item_state import Seen, Status
from opskit.value import Value


class Asked(Value):
    of: tuple[str, ...] = ()


def look(asked: Asked, room: Room) -> Seen:
    """Findings whose remedy is by hand are told, and are for the item that checks them."""
    from opskit.app.fix import propose
    from opskit.app.fix_findings import chosen

    view = propose(room.context, chosen(asked.of, room.context.settings.checks)).page.data
    mends = tuple(mend.sql for mend in view.mends)
    if mends:
        return Seen(Status.PENDING, f"{len(mends)} statements would mend something: {mends[0]}", mends)
    if view.unseen:
        evidence = tuple(f"{each.slug}: {each.reason}" for each in view.unseen)
        return Seen(Status.INCONCLUSIVE, f"{len(evidence)} checks could not tell: {evidence[0]}", evidence)
    by_hand = tuple(f"by hand: {each.object}: {each.message}" for each in view.by_hand)
    return Seen(Status.PASS, f"nothing to mend, {len(by_hand)} findings by hand", by_hand)
