"""What a readiness report says: the shapes of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opskit.app.bench import QueryResult
from opskit.app.checklist import Checklist
from opskit.app.gate_data import GateView
from opskit.app.index_verdict import IndexVerdict
from opskit.app.load_view import LoadView
from opskit.app.reporting.proof import BudgetLine, ClaimsView, EvidenceRow, NextStep, Risk, Since, TimelineRow, Validity
from opskit.app.waiver_view import WaiverView
from opskit.core.check import CheckResult
from opskit.core.finding import Ignored
from opskit.core.readiness import Point, Readiness
from opskit.core.schema_difference import ObjectDifference
from opskit.core.score import DimensionScore
from opskit.core.verdict import Verdict
from opskit.value import Value


class ServerFacts(Value):
    """Who answered, and how big it is."""

    system_identifier: str
    database: str
    version: str
    login: str
    protected: bool
    in_recovery: bool
    size_bytes: int
    tables: int
    indexes: int
    started_at: datetime
    fingerprint: str


class MigrationLine(Value):
    """`state` is applied, pending, applying (half done) or undoing (a rollback was begun)."""

    revision: str
    slug: str
    state: str


class BenchmarkRun(Value):
    """The newest benchmark of the ledger. `kind` is single, paired (both sides in turn) or sequential (two runs at
    different times); `before` names the other side, empty without one; `event` is its number in the ledger."""

    run: str
    at: str
    kind: str
    server: str
    version: str
    before: str
    before_at: str
    event: int = 0


class LoadRun(Value):
    """The newest load of the ledger; `before_at` is when the one it is compared with was, empty without one."""

    run: str
    at: str
    before_at: str
    view: LoadView
    event: int = 0


class RunLine(Value):
    """One run of apply, fix or rollback, or one rehearsal. `seconds` from its start to its end, waits included (of a
    rehearsal: of all its rollbacks, null when one was not tried); `longest_s` and `longest_sql` are of its slowest
    statement. `verified`: a rollback left the schema as it was before (null for an apply).
    `holds`: the schema is still as this run left it (null unless it is the newest run here). `glass` is why the run
    went outside its window, empty when it did not."""

    environment: str
    command: str
    run: str
    operator: str
    started_at: str
    finished_at: str
    outcome: str
    seconds: float | None
    statements: int
    longest_s: float | None
    longest_sql: str
    verified: bool | None
    holds: bool | None
    fingerprint: str
    glass: str = ""
    event: int = 0


class Comparison(Value):
    """This environment held against another one; `missing` is only there, `added` only here. `reason` is why the
    verdict is what it is."""

    environment: str
    verdict: Verdict
    reason: str
    differences: Sequence[ObjectDifference]


class SignoffLine(Value):
    """`by` is the database login that signed; `event` the number of its event in the ledger."""

    item: str
    title: str
    by: str
    os_user: str
    host: str
    at: str
    reason: str
    evidence: Sequence[str]
    event: int = 0


class NotChecked(Value):
    what: str
    why: str
    next: str = ""


class LedgerState(Value):
    """`head` is the hash of the newest event this report rests on; `faults` are breaks of the chain."""

    events: int
    head: str
    faults: Sequence[str]


class Earlier(Value):
    """A report before this one."""

    at: str
    run: str
    verdict: str
    score: float


class Counts(Value):
    """Of the points that must hold."""

    passed: int
    failed: int
    inconclusive: int


class ReadinessReport(Value):
    """`score` counts nothing for what could not be seen, `upper` everything; `coverage` from 0 to 1. `gates` are those
    of the runbook, also what was never looked at; `waivers` are critical findings that opskit.toml ignores, `waived`
    critical items of the checklist that persons have decided to live with. `checklist` is null where it could not be
    read; `held` are the points that pass."""

    verdict: Readiness
    score: float
    upper: float
    coverage: float
    dimensions: Mapping[str, DimensionScore]
    points: Counts
    blockers: Sequence[Point]
    gates: Sequence[GateView]
    waivers: Sequence[Ignored]
    benchmark: Sequence[QueryResult]
    benchmark_run: BenchmarkRun | None
    signoffs: Sequence[SignoffLine]
    not_checked: Sequence[NotChecked]
    ledger_head: str
    ledger: LedgerState
    generated_at: datetime
    operator: str
    facts: ServerFacts
    migrations: Sequence[MigrationLine]
    checks: Sequence[CheckResult]
    indexes: Sequence[IndexVerdict]
    checklist: Checklist | None
    runs: Sequence[RunLine]
    comparison: Comparison | None
    earlier: Sequence[Earlier]
    load: LoadRun | None = None
    waived: Sequence[WaiverView] = ()
    claims: ClaimsView | None = None
    risk: Risk | None = None
    timeline: Sequence[TimelineRow] = ()
    budgets: Sequence[BudgetLine] = ()
    since: Since | None = None
    validity: Validity | None = None
    next_steps: Sequence[NextStep] = ()
    evidence: Sequence[EvidenceRow] = ()
    held: Sequence[Point] = ()
