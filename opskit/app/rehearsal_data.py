"""What a rehearsal says: the shapes of its answer."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.planning import Expected
from opskit.core.fingerprint import Difference
from opskit.core.verdict import Verdict
from opskit.value import Value


class Timed(Value):
    """One statement on the copy. `way` is apply, rollback or again; `work_bytes` what it worked through there."""

    way: str
    sql: str
    seconds: float
    work: str
    work_bytes: int


class Rehearsed(Value):
    """One migration, taken in, back and in again. `verdict` is pass when the schema was then what it was before, fail
    when it was not, inconclusive when it could not be tried or loses rows that were there before; `reason` says which.
    Seconds are None for what was not done; `loss` is what the way back destroys; `expected` is how long the rollback
    is expected to take on the target."""

    revision: str
    checksum: str
    verdict: Verdict
    reason: str
    apply_s: float | None
    rollback_s: float | None
    again_s: float | None
    loss: str
    differs: Sequence[Difference]
    expected: Expected | None
    statements: Sequence[Timed]


class CopyMade(Value):
    """`kind` is schema (with some rows of every table) or full; `by` says how it was made, `where` on which server.
    `differs` are objects that the copy has otherwise than the target; `notes` what else was left out."""

    kind: str
    by: str
    where: str
    version: str
    rows: int | None
    size_bytes: int
    target_bytes: int
    differs: Sequence[Difference]
    notes: Sequence[str]


class Rehearsal(Value):
    """`verdict` over all migrations and the copy; `rollback_s` of all ways back together, None when one was not tried;
    `expected` the same on the target. Without migrations nothing was pending and no copy was made."""

    verdict: Verdict
    reason: str
    migrations: Sequence[Rehearsed]
    copy: CopyMade | None
    rollback_s: float | None
    expected: Expected | None
    fingerprint: str
