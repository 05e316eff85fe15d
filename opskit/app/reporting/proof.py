"""What a readiness report proves its sentences with: the shapes of its risk, timeline, claims and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.value import Value


class EvidenceRow(Value):
    """What a sentence rests on. `id` is check:SLUG, part:NAME or event:SEQ. Of what was asked of a server `sha256` is
    over the texts of its `queries`, sorted, and `rows` came back; of an event it is its hash in the ledger, and both
    counts are null. `server` is a system identifier, or where the ledger is; `at` RFC 3339 UTC."""

    id: str
    what: str
    sha256: str
    queries: int | None
    rows: int | None
    server: str
    database: str
    login: str
    at: str


class ClaimView(Value):
    """One thing that was claimed, `where` in the words of its document. `verdict` is verified, refuted, needs sign-off
    or not testable; `measured` is what was found, with its unit; `reason` why the verdict is what it is; `next` the
    command that would tell; `evidence` the ids it rests on."""

    id: str
    text: str
    where: str
    verdict: str
    measured: str
    reason: str
    next: str
    evidence: Sequence[str]


class ClaimsView(Value):
    """`source` names the document that claims, and `file` the claims.toml that lists them."""

    source: str
    file: str
    claims: Sequence[ClaimView]


class RiskStatement(Value):
    """One statement of a migration: `state` is pending (as predicted) or done (as it was run). `lock` is the strongest
    table lock, in words, empty without one; `stops` what waits while it is held: empty, "writes" or "reads and writes".
    `seconds` were measured, or are estimated while it is pending; null where nobody knows."""

    revision: str
    ordinal: int
    sql: str
    state: str
    lock: str
    relations: Sequence[str]
    stops: str
    scans: bool
    rewrites: bool
    seconds: float | None
    attempts: int | None
    started_at: str | None


class WayBack(Value):
    """How a revision is taken back. `loss` is none, new data or old data; `reason` says why there is no way back, empty
    where there is one. `rehearsed_s` are the seconds its rollback took in the newest rehearsal, `undone_s` in the
    newest real one; null where there was none. `verified`: the schema was, object by object, what it was before."""

    revision: str
    state: str
    loss: str
    reason: str
    rehearsed_at: str | None
    rehearsed_s: float | None
    undone_at: str | None
    undone_s: float | None
    verified: bool | None


class Risk(Value):
    """`classes` counts the statements by what they stop: "nothing", "writes", "reads and writes". The longest stall is
    of the statement that held such a lock longest, as run."""

    classes: Mapping[str, int]
    longest_stall_s: float | None
    longest_stall_sql: str
    statements: Sequence[RiskStatement]
    ways_back: Sequence[WayBack]


class TimelineRow(Value):
    """One thing that happened in the window, RFC 3339 UTC; `until` is null of what took no time. `lane` is run, change,
    item, sign-off or gate; `stops` as in RiskStatement; `evidence` is the id of its event."""

    at: str
    until: str | None
    lane: str
    text: str
    lock: str
    stops: str
    outcome: str
    run: str
    evidence: str


class BudgetLine(Value):
    """One thing the window has to have room for, seconds; null where nobody knows. `basis_do` and `basis_undo` say
    where they come from, in words."""

    item: str
    title: str
    do_s: float | None
    undo_s: float | None
    basis_do: str
    basis_undo: str
    done: bool


class Since(Value):
    """What is otherwise than in the report before, each by its name."""

    run: str
    at: str
    verdict: str
    score: float
    newly_failing: Sequence[str]
    newly_passing: Sequence[str]
    newly_stale: Sequence[str]


class Validity(Value):
    """`until` is when the first evidence it rests on is too old (RFC 3339 UTC), null where none ages; `why` says which.
    `commit` is that of the repository the migrations stand in, empty outside one; `plan` the digest of what is
    pending."""

    until: str | None
    why: str
    commit: str
    changed_files: int
    plan: str


class NextStep(Value):
    text: str
    command: str
