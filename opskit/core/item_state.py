"""An item of a checklist as it stands, and what it stands on."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import StrEnum

from opskit.core.runbook import Item
from opskit.core.waiver import Standing, Waiver
from opskit.value import Value


class Status(StrEnum):
    """PENDING: not done yet, or not looked at; BLOCKED: what it needs is not done; SIGNED: answered by a person; STALE:
    it passed, and that counts no more; RUNNING: somebody is at it; UNKNOWN: it was begun and not seen to end."""

    PASS = "pass"  # noqa: S105 - the word of a status, no password
    SIGNED = "signed"
    WAIVED = "waived"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not applicable"
    RUNNING = "running"
    UNKNOWN = "unknown"
    UNDONE = "undone"
    STALE = "stale"
    PENDING = "pending"
    BLOCKED = "blocked"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"


DONE = frozenset({Status.PASS, Status.SIGNED, Status.WAIVED, Status.SKIPPED, Status.NOT_APPLICABLE})
# What nobody can tell yet, as opposed to what is known to be open.
UNTOLD = frozenset({Status.INCONCLUSIVE, Status.STALE, Status.UNKNOWN, Status.RUNNING})


class Seen(Value):
    """What the check of an item saw. `status` is PASS, FAIL, INCONCLUSIVE or PENDING; `evidence` its particulars;
    `next` the command that would answer or mend it, without the environment unless that is another one; `database` the
    name it was seen in. `finding` says what is wrong in words that stay the same as long as the same is wrong (no ages,
    no counts that move); without it the evidence is taken, else the text."""

    status: Status
    text: str
    evidence: tuple[str, ...] = ()
    next: str = ""
    database: str = ""
    finding: str = ""

    @property
    def fault(self) -> str:
        """What a waiver is bound to: 16 hexadecimal digits; empty when nothing is wrong."""
        if self.status is Status.PASS:
            return ""
        told = self.finding or "\n".join(sorted(self.evidence)) or self.text
        return hashlib.sha256(f"{self.status}\0{told}".encode()).hexdigest()[:16]


class Proof(Value):
    """The newest look at an item. `at` is RFC 3339 UTC, `event` its number in the ledger; `fingerprint` that of the
    schema it was taken against, empty where it is not known."""

    at: str
    age: timedelta
    run: str
    event: int
    seen: Seen
    outcome: str
    fingerprint: str = ""


class Signature(Value):
    """`by` is the login as a server authenticated it, that of the ledger where the ledger is one; persons are told
    apart by it."""

    by: str
    os_user: str
    host: str
    at: str
    reason: str
    evidence: tuple[str, ...]
    event: int


class Said(Value):
    """What a person decided of an item, without evidence; `by` as of a signature."""

    by: str
    os_user: str
    host: str
    at: str
    reason: str
    event: int


class Approval(Value):
    """Of the plan with this digest, by a login; `used` once something was begun with it."""

    by: str
    digest: str
    at: str
    expires_at: str
    reason: str
    event: int
    used: bool = False


class Attempt(Value):
    """A time that `do` (or `undo`) was begun. `run` is its own, by which it can be rolled back; `event` tells of its
    end, else of its begin; `outcome` is done, failed, undone or settled, empty while it has not been seen to end;
    `changed`: it changed something. `undoes` is the run that it takes back, where it is of an `undo`. `runs` are those
    that did what an undo takes back, oldest first: one that was cut short, and the one that went on."""

    run: str
    at: str
    words: str
    operator: str
    event: int
    outcome: str = ""
    reason: str = ""
    changed: bool = False
    undoes: str = ""
    runs: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        return not self.outcome


class ItemState(Value):
    """`outcome`: whether the newest look found it done already (unchanged) or by its `do` (changed); empty for what was
    never looked at. `age` since it was looked at, or signed last. `waits_for` are the items that must be done first.
    `fault` is what a waiver would have to name, empty when there is nothing to waive; `waiver` the one in force,
    `waivers` all there are of the item. `reset`: who has forgotten last what was known of it."""

    item: Item
    status: Status
    text: str
    outcome: str = ""
    age: timedelta | None = None
    proof: Proof | None = None
    signed: tuple[Signature, ...] = ()
    waits_for: tuple[str, ...] = ()
    attempt: Attempt | None = None
    approvals: tuple[Approval, ...] = ()
    waiver: Waiver | None = None
    fault: str = ""
    waivers: tuple[Standing, ...] = ()
    skipped: Said | None = None
    reset: Said | None = None

    @property
    def done(self) -> bool:
        return self.status in DONE
