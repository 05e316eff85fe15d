"""Whether the queries of the workload, or those in `queries`, are read by an index, as they were planned in the newest
benchmark of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claims.benchmark import newest
from opskit.app.claims.indexes import few


@dataclass(frozen=True)
class Asked:
    queries: tuple[str, ...] = ()


def answer(asked: Asked, room: Room) -> Answered:
    """Of a query that was not measured it cannot be told."""
    event, measured = newest(room), room.had(room.parts.benchmark)
    seen = {each.name: each.plan for each in measured.queries}
    wanted = asked.queries or (*seen, *measured.unmeasured)
    whole = [name for name in wanted if name in seen and not seen[name].index]
    unseen = [name for name in wanted if name not in seen]
    told = f"{len(wanted) - len(whole) - len(unseen)} of {len(wanted)} queries are read by an index"
    evidence = (f"event:{event.seq}",)
    if whole:
        return Answered(ClaimVerdict.REFUTED, told, f"read whole: {few(whole)}", "", evidence)
    if unseen:
        why = f"not in the newest benchmark: {few(unseen)}"
        return Answered(ClaimVerdict.NOT_TESTABLE, told, why, room.command("opskit bench"), evidence)
    return Answered(ClaimVerdict.VERIFIED, told, "", "", evidence)
