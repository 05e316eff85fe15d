"""Whether what was promised of the application under load held in the newest load of the ledger: the `claim` of that id
in the workload's claims.toml."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.core.bench_record import LOADED
from opskit.core.verdict import Verdict
from opskit.errors import Inconclusive
from opskit.value import Value

_VERDICTS = {Verdict.PASS: ClaimVerdict.VERIFIED, Verdict.FAIL: ClaimVerdict.REFUTED}
_COMMAND = "opskit bench --load"


class Asked(Value):
    claim: str


def answer(asked: Asked, room: Room) -> Answered:
    part = room.parts.load
    if part.why:
        raise Inconclusive(part.why, "", part.next)
    if part.value is None:
        raise Inconclusive("the ledger has no load of here", "", room.command(_COMMAND))
    found = next((each for each in part.value.view.claims if each.id == asked.claim), None)
    if found is None:
        raise Inconclusive(f"the workload promises no {asked.claim}", "", room.command(_COMMAND))
    run = part.value.run
    evidence = tuple(f"event:{each.seq}" for each in room.events if each.entry.kind == LOADED and each.entry.run == run)
    verdict = _VERDICTS.get(found.verdict, ClaimVerdict.NOT_TESTABLE)
    return Answered(verdict, found.measured, found.reason, room.command(_COMMAND), evidence)
