"""A waiver: somebody decided, in a file others review, to live with what was observed, until a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

# What has to be lived with for longer is no exception any more: change the runbook.
LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class Waiver:
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
