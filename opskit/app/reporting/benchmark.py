"""The newest benchmark of the ledger, with the side it was compared with, judged by the workload as it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from opskit.app.bench import NOT_COMPARABLE, TOO_FEW, Before, QueryResult
from opskit.app.reporting.data import BenchmarkRun
from opskit.catalog.workload import WorkloadQuery
from opskit.core.bench_record import BENCHED
from opskit.core.ledger import Event
from opskit.gate import ratio
from opskit.gate.baseline import Baseline, find
from opskit.gate.judging import judge_claim, judge_limits
from opskit.gate.quantiles import latency
from opskit.gate.sampling import Rules, Samples
from opskit.value import Value, replace

LEAST = Rules().least


class Measurement(Value):
    """`unmeasured` are queries of the workload that the run has not, or not as they are written now."""

    run: BenchmarkRun | None
    queries: Sequence[QueryResult]
    unmeasured: Sequence[str]


class _Other(Value):
    """The side before the change; `compare` makes the ratio. `judges_claims` is false where both sides were the same
    database at the same time."""

    label: str
    at: str
    kind: str
    side: Baseline
    compare: Callable[[Sequence[float], Sequence[float]], ratio.Ratio]
    judges_claims: bool = True


def measurement(events: Sequence[Event], environment: str, workload: Sequence[WorkloadQuery]) -> Measurement:
    here = [event for event in events if event.entry.kind == BENCHED and event.entry.environment == environment]
    if not here:
        return Measurement(None, (), [query.name for query in workload])
    newest = here[-1]
    after, other = find(events, newest.entry.run), _other(events, here)
    known = [query for query in workload if after.knows(query)]
    run = BenchmarkRun(
        after.run, newest.entry.at, other.kind if other else "single", after.server, after.version,
        other.label if other else "", other.at if other else "", newest.seq,
    )  # fmt: skip
    queries = [_query(query, after, other) for query in known]
    return Measurement(run, queries, [query.name for query in workload if query not in known])


def _other(events: Sequence[Event], here: Sequence[Event]) -> _Other | None:
    """The other side that was measured in turn with it; else the newest benchmark here from before the last apply."""
    newest = here[-1]
    beside = newest.entry.body.get("before")
    if beside:
        other = find([replace(newest, entry=replace(newest.entry, body=beside))], newest.entry.run)
        apart = other.server != newest.entry.body["server"]["identity"]
        return _Other(str(beside["environment"]), newest.entry.at, "paired", other, ratio.paired, apart)
    applied = [event.seq for event in events if _applies(event, newest)]
    earlier = [event for event in here if applied and event.seq < applied[-1]]
    if not earlier:
        return None
    side = find(events, earlier[-1].entry.run)
    return _Other(f"run {side.run}", earlier[-1].entry.at, "sequential", side, ratio.sequential)


def _applies(event: Event, newest: Event) -> bool:
    entry = event.entry
    begins = entry.kind == "run.started" and entry.body.get("command") == "apply"
    return begins and entry.environment == newest.entry.environment and event.seq < newest.seq


def _query(query: WorkloadQuery, after: Baseline, other: _Other | None) -> QueryResult:
    taken = after.samples[query.name]
    seen = latency(taken.ms)
    verdict, reason = judge_limits(query.limits, seen, taken.errors, LEAST) if query.limits else ("", "")
    alone = QueryResult(
        query.name, query.title, seen.samples, seen.p50_ms, seen.p95_ms, seen.p99_ms, seen.max_ms, taken.errors,
        seen.ci, after.scans[query.name], ", ".join(map(str, query.limits)), verdict, reason,
        query.claim.text if query.claim else "",
    )  # fmt: skip
    if other is None:
        return alone
    return _compared(alone, query, taken, other) if other.side.knows(query) else replace(alone, result=NOT_COMPARABLE)


def _compared(alone: QueryResult, query: WorkloadQuery, after: Samples, other: _Other) -> QueryResult:
    """A claim is not judged by what two measurements of the same database show: that is noise."""
    before = other.side.samples[query.name]
    old = latency(before.ms)
    enough = min(len(after.ms), len(before.ms)) >= LEAST
    found = other.compare(before.ms, after.ms) if enough else None
    return replace(
        alone,
        before=Before(
            old.samples, old.p50_ms, old.p95_ms, old.p99_ms, old.max_ms, old.ci, before.errors,
            other.side.scans[query.name],
        ),
        ratio=found.value if found else None,
        ratio_ci=(found.low, found.high) if found else None,
        result=found.word if found else TOO_FEW,
        claim=judge_claim(query.claim, found) if query.claim and other.judges_claims else None,
    )  # fmt: skip
