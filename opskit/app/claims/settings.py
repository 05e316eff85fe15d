"""Whether settings of the server are what `expect` says (`statement_timeout <= 30s and statement_timeout > 0`), as they
take effect for the logins that use the tables, or for `role` alone; with the level that sets them."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.items.settings import Asked, seen_of
from opskit.core.item_state import Status

__all__ = ["Asked", "answer"]

_VERDICTS = {Status.PASS: ClaimVerdict.VERIFIED, Status.PENDING: ClaimVerdict.REFUTED}


def answer(asked: Asked, room: Room) -> Answered:
    seen = seen_of(asked, room.db)
    verdict = _VERDICTS.get(seen.status, ClaimVerdict.NOT_TESTABLE)
    reasons = {ClaimVerdict.REFUTED: f"expected: {asked.expect}", ClaimVerdict.NOT_TESTABLE: seen.text}
    return Answered(verdict, seen.evidence[0] if seen.evidence else "", reasons.get(verdict, ""))
