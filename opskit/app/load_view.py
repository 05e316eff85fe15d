"""What `opskit bench --load` answers: the shapes of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.core.verdict import Verdict
from opskit.gate.judging import Claimed
from opskit.gate.load_judging import ClaimJudged
from opskit.gate.measuring import Relation
from opskit.gate.scans import Scans
from opskit.value import Value

Pair = tuple[float, float]


class Compared(Value):
    """A ratio with its 95 % interval, above 1 where it is better now; always beside both values."""

    before: float | None
    after: float | None
    ratio: float | None
    ratio_ci: Pair | None


class LoadQuery(Value):
    """Times in milliseconds from when a transaction was due where there was a rate, else from its start, of those that
    did not fail; a percentile with too few samples is None. `curve` has the share of transactions and the time they
    were done in. `ratio` is of the medians, as for `opskit bench`; `p99` and `throughput` are ratios too, None without
    a baseline; `result` is faster, slower, no difference shown, too few samples, or not comparable."""

    name: str
    title: str
    weight: int
    samples: int
    throughput: float
    throughput_ci: Pair | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    errors: Mapping[str, int]
    retried: int
    ci: Mapping[str, Pair]
    plan: Scans
    curve: Sequence[Pair]
    slo: str = ""
    verdict: str = ""
    reason: str = ""
    seed: str = ""
    ratio: float | None = None
    ratio_ci: Pair | None = None
    p50: Compared | None = None
    p99: Compared | None = None
    per_second: Compared | None = None
    before_curve: Sequence[Pair] = ()
    result: str = ""
    claim: Claimed | None = None


class LoadFigures(Value):
    """`asked` is the rate, null where clients went as fast as they could; `unserved` were due and never begun; `late`
    began more than 10 ms after they were due; `dropped` belong to the warm-up; `fewest` is how many clients there were
    when errors had ended most of them. CPU as shares of one core."""

    clients: int
    fewest: int
    rate: float
    asked: float | None
    throughput: float
    transactions: int
    failed: int
    error_rate: float | None
    retried: int
    unserved: int
    late: int
    lag_p99_ms: float | None
    dropped: int
    duration_s: float
    seconds: float
    warm_up_s: float
    threads: int
    tries: int
    writes: bool
    starts: int
    whole: bool
    pgbench: int
    pgbench_cpu: float
    opskit_cpu: float
    sentences: Mapping[str, str]


class LoadBefore(Value):
    """The load of the baseline."""

    run: str
    environment: str
    server: str
    version: str
    clients: int
    rate: float
    throughput: float


class LoadView(Value):
    """`whole` is everything together; `verdict` is over service levels and claims; `named` are the queries that were
    asked for by name."""

    kind: str
    load: LoadFigures
    whole: LoadQuery
    queries: Sequence[LoadQuery]
    claims: Sequence[ClaimJudged]
    verdict: Verdict
    method: str
    server: str
    version: str
    dataset: Sequence[Relation]
    settings: Mapping[str, str]
    before: LoadBefore | None = None
    notes: Sequence[str] = ()
    named: Sequence[str] = ()


class LoadPlan(Value):
    """What would be run, and on what; nothing of it was sent."""

    clients: int
    rate: float
    duration_s: float
    warm_up_s: float
    writes: bool
    protected: bool
    pgbench: str
    queries: Sequence[str]
    free_sessions: int
