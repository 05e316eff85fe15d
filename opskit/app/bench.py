"""`opskit bench`: the queries of the application, timed; alone, beside another environment, or after an earlier run.
Writes nothing but the ledger's record of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from opskit.app.context import Context
from opskit.catalog.workload import WorkloadQuery, chosen, home, load
from opskit.core.answer import Answer
from opskit.core.bench_record import BENCHED
from opskit.core.verdict import Verdict, worst
from opskit.gate import baseline, ratio
from opskit.gate.judging import Claimed, judge_claim, judge_limits
from opskit.gate.measuring import Measured, Relation, Side, dataset, measure, unequal
from opskit.gate.quantiles import NEEDS, Latency, latency
from opskit.gate.sampling import TIMEOUT_S, WARM_UP, Rules, Samples
from opskit.gate.scans import Scans
from opskit.pg.reading import ReadSession
from opskit.value import Value, replace

EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}
TOO_FEW = "too few samples"
NOT_COMPARABLE = "not comparable"
_METHOD = (
    f"Seen by the client (execute and fetch), first {WARM_UP} runs of a query dropped, caches warm,"
    f" a plan made for each value, time limit {TIMEOUT_S} s; percentiles of raw samples,"
    " intervals 95 % by order statistics"
)
_COMPARED = f"ratio of the medians, interval 95 % by {ratio.RESAMPLES} block resamples"
_SAME = "both sides are the same database: this is the noise of the measurement, no claim is judged"
Compare = Callable[[Sequence[float], Sequence[float]], ratio.Ratio]
_KINDS = {
    "single": _METHOD,
    "paired": f"Paired and interleaved (A B B A), same values on both. {_METHOD}; {_COMPARED}",
    "sequential": f"Two runs at different times. {_METHOD}; {_COMPARED}, widened {ratio.DRIFT:g} times for drift",
}
_DRIFT = f"sequential: machine drift is in it, the intervals allow for a factor of {ratio.DRIFT:g}; prefer --against"


class Before(Value):
    """The other side of a comparison, for one query."""

    samples: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    ci: Mapping[str, tuple[float, float]]
    errors: Mapping[str, int]
    plan: Scans


class QueryResult(Value):
    """Times in milliseconds; a percentile with too few samples is None. `verdict` judges the `slo` (empty without
    one); `ratio` is before / after and None without a comparison or with too few samples; `result` is faster, slower,
    no difference shown, too few samples, or not comparable (the earlier run did not have this query as it is)."""

    name: str
    title: str
    samples: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    errors: Mapping[str, int]
    ci: Mapping[str, tuple[float, float]]
    plan: Scans
    slo: str
    verdict: str
    reason: str
    seed: str
    before: Before | None = None
    ratio: float | None = None
    ratio_ci: tuple[float, float] | None = None
    result: str = ""
    claim: Claimed | None = None


class BenchView(Value):
    """`kind` is single, paired or sequential; `verdict` is over all queries that have an SLO."""

    kind: str
    queries: Sequence[QueryResult]
    verdict: Verdict
    method: str
    server: str
    version: str
    dataset: Sequence[Relation]
    before: Side | None = None
    notes: Sequence[str] = ()


def bench(context: Context, names: Sequence[str], rules: Rules) -> Answer[BenchView]:
    """One environment by itself."""
    measured, here = _here(context, names, rules)
    return _answer(context, [_alone(each, rules) for each in measured], measured, here, None)


def bench_against(context: Context, names: Sequence[str], rules: Rules, other: str) -> Answer[BenchView]:
    """Two environments in turn, with the same values; `other` is the one before the change."""
    contexts = (context, context.on(other))
    with ExitStack() as stack:
        sessions = [stack.enter_context(each.reading("bench")) for each in contexts]
        measured = measure(_queries(context, names), sessions, rules, context.tell)
        here, before = (_side(contexts[place], sessions[place], measured, place) for place in (0, 1))
    queries = [_compared(each, each.samples[1], each.scans[1], rules, ratio.paired) for each in measured]
    return _answer(context, queries, measured, here, before)


def bench_since(context: Context, names: Sequence[str], rules: Rules, run: str) -> Answer[BenchView]:
    """After an earlier run in the ledger, of this environment or another."""
    earlier = baseline.find(context.ledger.events(), run)
    measured, here = _here(context, names, rules)
    queries = [_since(each, earlier, rules) for each in measured]
    before = Side(earlier.environment, run, earlier.server, earlier.version, earlier.dataset)
    return _answer(context, queries, measured, here, before)


def _here(context: Context, names: Sequence[str], rules: Rules) -> tuple[list[Measured], Side]:
    with context.reading("bench") as db:
        measured = measure(_queries(context, names), [db], rules, context.tell)
        return measured, _side(context, db, measured, 0)


def _side(context: Context, db: ReadSession, measured: Sequence[Measured], place: int) -> Side:
    sizes = dataset(db, [each.scans[place] for each in measured])
    return Side(context.environment.name, "", db.server.identity, db.server.version, sizes)


def _queries(context: Context, names: Sequence[str]) -> list[WorkloadQuery]:
    return chosen(load(home(context.settings)), names)


def _alone(measured: Measured, rules: Rules) -> QueryResult:
    query, taken = measured.query, measured.samples[0]
    seen = latency(taken.ms)
    verdict, reason = judge_limits(query.limits, seen, taken.errors, rules.least) if query.limits else ("", "")
    return QueryResult(
        query.name, query.title, seen.samples, seen.p50_ms, seen.p95_ms, seen.p99_ms, seen.max_ms, taken.errors,
        seen.ci, measured.scans[0], ", ".join(map(str, query.limits)), verdict, reason or _unsupported(seen),
        query.claim.text if query.claim else "",
    )  # fmt: skip


def _since(measured: Measured, earlier: baseline.Baseline, rules: Rules) -> QueryResult:
    name = measured.query.name
    if not earlier.knows(measured.query):
        return replace(_alone(measured, rules), result=NOT_COMPARABLE)
    return _compared(measured, earlier.samples[name], earlier.scans[name], rules, ratio.sequential)


def _compared(measured: Measured, before: Samples, seen: Scans, rules: Rules, compare: Compare) -> QueryResult:
    after, old = measured.samples[0], latency(before.ms)
    enough = min(len(after.ms), len(before.ms)) >= rules.least
    found = compare(before.ms, after.ms) if enough else None
    claim = measured.query.claim
    return replace(
        _alone(measured, rules),
        before=Before(old.samples, old.p50_ms, old.p95_ms, old.p99_ms, old.max_ms, old.ci, before.errors, seen),
        ratio=found.value if found else None,
        ratio_ci=(found.low, found.high) if found else None,
        result=found.word if found else TOO_FEW,
        claim=judge_claim(claim, found) if claim else None,
    )


def _unsupported(seen: Latency) -> str:
    missing = [f"{name} needs {least}" for name, least in NEEDS.items() if seen.samples < least]
    return f"{seen.samples} samples: {', '.join(missing)}" if missing else ""


def _answer(
    context: Context, queries: Sequence[QueryResult], measured: Sequence[Measured], here: Side, before: Side | None
) -> Answer[BenchView]:
    kind = "single" if before is None else "sequential" if before.run else "paired"
    verdict = worst(Verdict(query.verdict) for query in queries if query.slo)
    notes = [_DRIFT] if kind == "sequential" else []
    if kind == "paired" and before and before.server == here.server:
        queries = [replace(query, claim=None) for query in queries]
        notes.append(_SAME)
    notes += unequal(here.dataset, before.dataset) if before else []
    context.record(BENCHED, **baseline.body(measured, here, before if kind == "paired" else None))
    view = BenchView(kind, queries, verdict, _KINDS[kind], here.server, here.version, here.dataset, before, notes)
    return Answer("bench", view, environment=context.environment.name, run=context.run)
