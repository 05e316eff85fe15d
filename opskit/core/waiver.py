"""A waiver: somebody decided, in a file others review, to live with what was observed, until a day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from opskit.value import Value

# What has to be lived with for longer is no exception any more: change the runbook.
LONGEST = timedelta(days=90)


class Waiver(Value):
    """`finding` is ItemState.fault as it was observed: another failure of the same item is not covered. `by` wrote it,
    `approved_by` is who else agreed, empty where nobody had to; both are logins that a server authenticated."""

    runbook: str
    item: str
    environment: str
    reason: str
    by: str
    expires: datetime
    finding: str
    approved_by: str = ""
    ticket: str = ""

    @property
    def key(self) -> str:
        """Of everything but who approved it: what the ledger's events are bound to."""
        parts = [self.runbook, self.item, self.environment, self.reason, self.by, self.expires.isoformat()]
        return hashlib.sha256("\0".join([*parts, self.finding]).encode()).hexdigest()[:16]

    def covers(self, runbook: str, item: str, environment: str) -> bool:
        return (self.runbook, self.item, self.environment) == (runbook, item, environment)


class Effect(StrEnum):
    """What comes of an entry. UNSAID: no login stands behind it, so that it is only a text somebody typed; ALONE: it
    takes another person; ELSEWHERE: what is wrong now is something else, or nothing."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    TOO_LONG = "too long"
    UNSAID = "said by nobody"
    ALONE = "waits for another login"
    ELSEWHERE = "of another finding"


class Standing(Value):
    """An entry of the file, with the logins that the ledger has behind it, in the order in which they said so."""

    waiver: Waiver
    agreed: tuple[str, ...]
    effect: Effect


def standing(waiver: Waiver, fault: str, agreed: Sequence[str], persons: int, now: datetime) -> Standing:
    """`fault` as of ItemState, `persons` how many it takes. The events, not the names in the file, tell who."""
    return Standing(waiver, tuple(agreed), _effect(waiver, fault, agreed, persons, now))


def _effect(waiver: Waiver, fault: str, agreed: Sequence[str], persons: int, now: datetime) -> Effect:
    if now >= waiver.expires:
        return Effect.EXPIRED
    if waiver.expires > now + LONGEST:
        return Effect.TOO_LONG
    if waiver.by not in agreed:
        return Effect.UNSAID
    if len(agreed) < persons:
        return Effect.ALONE
    return Effect.IN_FORCE if waiver.finding == fault else Effect.ELSEWHERE
