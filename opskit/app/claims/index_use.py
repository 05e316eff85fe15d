"""Whether the indexes of these `names` are used: there, and scanned by somebody else than opskit, or enforcing a rule,
which needs no scan. One without a scan is unused only once its counters have counted long enough."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claims.indexes import EVIDENCE, Asked, few, named

__all__ = ["Asked", "answer"]


def answer(asked: Asked, room: Room) -> Answered:
    found, unknown = named(asked.names, room)
    absent = [f"{each.name} is {each.state}" for each in found if each.state not in ("present", "building")]
    unused = [f"{each.name}: {each.evidence}" for each in found if each.state == "present" and each.usage == "unused"]
    usages = [each.usage for each in found if each.state == "present"]
    used, enforcing = usages.count("used"), usages.count("enforcing")
    told = f"{used} of {len(asked.names)} are used, {enforcing} more enforce a rule"
    next_command = room.command("opskit verify indexes")
    if absent or unused:
        return Answered(ClaimVerdict.REFUTED, told, few([*absent, *unused]), next_command, EVIDENCE)
    open_ones = [f"{each.name}: {each.evidence}" for each in found if each.usage == "inconclusive"]
    if open_ones or unknown:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, few([*open_ones, *unknown]), next_command, EVIDENCE)
    return Answered(ClaimVerdict.VERIFIED, told, "", next_command, EVIDENCE)
