"""The newest benchmark of the ledger, with the side it was compared with, judged by the workload as it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opskit.app.bench import Before, QueryResult
from opskit.app.report_data import BenchmarkRun
from opskit.catalog.workload import WorkloadQuery
from opskit.core.ledger import Event
from opskit.gate import ratio
from opskit.gate.baseline import KIND, Baseline, find
from opskit.gate.judging import judge_claim, judge_limits
from opskit.gate.quantiles import latency
from opskit.gate.sampling import Rules, Samples
from opskit.gate.scans import Scans

LEAST = Rules().least


@dataclass(frozen=True)
class Measurement:
    """`unmeasured` are queries of the workload that the run has not, or not as they are written now."""

    run: BenchmarkRun | None
    queries: Sequence[QueryResult]
    unmeasured: Sequence[str]


@dataclass(frozen=True)
class _Other:
    """The side before the change; `compare` makes the ratio."""

    label: str
    at: str
    kind: str
    side: Baseline
    compare: Callable[[Sequence[float], Sequence[float]], ratio.Ratio]


def measurement(events: Sequence[Event], environment: str, workload: Sequence[WorkloadQuery]) -> Measurement:
    here = [event for event in events if event.entry.kind == KIND and event.entry.environment == environment]
    if not here:
        return Measurement(None, (), [query.name for query in workload])
    newest = here[-1]
    after, other = find(events, newest.entry.run), _other(events, here)
    known = [query for query in workload if after.knows(query)]
    run = BenchmarkRun(
        after.run, newest.entry.at, other.kind if other else "single", after.server, after.version,
        other.label if other else "", other.at if other else "",
    )  # fmt: skip
    queries = [_query(query, after, other) for query in known]
    return Measurement(run, queries, [query.name for query in workload if query not in known])


def _other(events: Sequence[Event], here: Sequence[Event]) -> _Other | None:
    """The other side that was measured in turn with it; else the newest benchmark here from before the last apply."""
    newest = here[-1]
    beside = newest.entry.body.get("before")
    if beside:
        label = str(beside["environment"])
        return _Other(label, newest.entry.at, "paired", _side(newest, beside), ratio.paired)
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


def _side(event: Event, beside: Mapping[str, Any]) -> Baseline:
    digests = {each["name"]: each["digest"] for each in event.entry.body["queries"]}
    queries = {each["name"]: each for each in beside["queries"]}
    return Baseline(
        event.entry.run, beside["environment"], beside["server"]["identity"], beside["server"]["version"],
        {name: Samples(each["samples"], each["errors"]) for name, each in queries.items()},
        {name: Scans(each["plan"]["node"], tuple(each["plan"]["index"])) for name, each in queries.items()},
        {name: digests[name] for name in queries if name in digests}, (),
    )  # fmt: skip


def _query(query: WorkloadQuery, after: Baseline, other: _Other | None) -> QueryResult:
    taken = after.samples[query.name]
    seen = latency(taken.ms)
    verdict, reason = judge_limits(query.limits, seen, taken.errors, LEAST) if query.limits else ("", "")
    before = other.side.samples[query.name] if other and other.side.knows(query) else None
    enough = before is not None and min(len(taken.ms), len(before.ms)) >= LEAST
    found = other.compare(before.ms, taken.ms) if other and before and enough else None
    return QueryResult(
        query.name, query.title, seen.samples, seen.p50_ms, seen.p95_ms, seen.p99_ms, seen.max_ms, taken.errors,
        seen.ci, after.scans[query.name], ", ".join(map(str, query.limits)), verdict, reason,
        query.claim.text if query.claim else "",
        _before(before, other.side.scans[query.name]) if other and before else None,
        found.value if found else None,
        (found.low, found.high) if found else None,
        found.word if found else "too few samples for a ratio" if before else "",
        judge_claim(query.claim, found) if query.claim and before else None,
    )  # fmt: skip


def _before(taken: Samples, seen: Scans) -> Before:
    old = latency(taken.ms)
    return Before(old.samples, old.p50_ms, old.p95_ms, old.p99_ms, old.max_ms, old.ci, taken.errors, seen)
