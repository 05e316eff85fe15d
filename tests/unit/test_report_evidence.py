"""What a report reads out of the ledger: the benchmark with its other side, and the runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opskit.app.reporting.benchmark import measurement
from opskit.app.reporting.runs import runs
from opskit.catalog.workload import Claim, Limit, WorkloadQuery
from opskit.core.bench_record import BENCHED
from opskit.core.ledger import GENESIS, Entry, Event, seal
from opskit.gate import baseline
from opskit.gate.measuring import Measured, Side
from opskit.gate.sampling import Samples
from opskit.gate.scans import Scans

NOW = datetime(2026, 1, 6, 22, 0, tzinfo=UTC)
SEARCH = WorkloadQuery("search", "Search", "select 1", limits=(Limit("p50_ms", 10.0),), claim=Claim("10x", 10.0))
LIST = WorkloadQuery("list", "List", "select 2")
HERE = Side("production", "", "7/intowork", "18.1", ())
COPY = Side("before", "", "7/intowork_before", "18.1", ())
Happened = tuple[str, str, str, dict[str, Any]]


def trail(*happened: Happened) -> list[Event]:
    """(run, kind, environment, body), a minute apart."""
    events: list[Event] = []
    for number, (run, kind, environment, body) in enumerate(happened):
        entry = Entry((NOW + timedelta(minutes=number)).isoformat(), run, kind, environment, "ann@host", body)
        events.append(seal(len(events) + 1, entry, events[-1].hash if events else GENESIS))
    return events


def times(ms: float, count: int = 300) -> Samples:
    return Samples([ms + (place % 7) / 1000 for place in range(count)])


def bench(run: str, after: Samples, other: Side | None = None, before: Samples | None = None) -> Happened:
    sides = [after, *([before] if before else [])]
    measured = Measured(SEARCH, sides, [Scans("Index Scan", ("idx",)), Scans("Seq Scan")][: len(sides)])
    return run, BENCHED, "production", baseline.body([measured], HERE, other)


def applied(run: str = "a", command: str = "apply", environment: str = "production", **end: Any) -> list[Happened]:
    return [
        (run, "run.started", environment, {"command": command}),
        (run, "change.finished", environment, {"sql": "create index quick", "seconds": 1.5, "attempts": 1}),
        (run, "change.finished", environment, {"sql": "create index slow", "seconds": 40.0, "attempts": 1}),
        (run, "run.finished", environment, {"command": command, "subject": command, **end}),
    ]


def test_without_a_benchmark_every_query_is_unmeasured() -> None:
    found = measurement(trail(*applied()), "production", [SEARCH, LIST])
    assert (found.run, found.queries, found.unmeasured) == (None, (), ["search", "list"])


def test_both_sides_of_a_paired_benchmark_are_told_with_ratio_service_level_and_claim() -> None:
    found = measurement(trail(bench("b", times(2.0), COPY, times(30.0))), "production", [SEARCH, LIST])
    assert found.run is not None
    assert (found.run.kind, found.run.before, found.run.run) == ("paired", "before", "b")
    (query,) = found.queries
    assert query.before is not None
    assert (query.before.p50_ms, query.p50_ms, query.result) == (30.003, 2.003, "faster")
    assert query.ratio == pytest.approx(15, rel=0.01)
    assert (query.slo, query.verdict) == ("p50_ms < 10", "pass")
    assert query.claim is not None
    assert query.claim.verdict == "verified"
    assert query.before.plan.node == "Seq Scan"
    assert found.unmeasured == ["list"]


def test_two_measurements_of_the_same_database_judge_no_claim() -> None:
    same = Side("again", "", HERE.server, "18.1", ())
    (query,) = measurement(trail(bench("b", times(2.0), same, times(30.0))), "production", [SEARCH]).queries
    assert query.ratio is not None
    assert query.claim is None


def test_the_benchmark_from_before_the_last_apply_is_the_other_side() -> None:
    events = trail(bench("old", times(50.0)), bench("b1", times(40.0)), *applied(), bench("b2", times(2.0)))
    found = measurement(events, "production", [SEARCH])
    assert found.run is not None
    assert (found.run.kind, found.run.before, found.run.before_at) == ("sequential", "run b1", events[1].entry.at)
    assert found.queries[0].ratio == pytest.approx(20, rel=0.01)


@pytest.mark.parametrize(
    "events",
    [
        trail(bench("b1", times(40.0)), bench("b2", times(2.0))),
        trail(*applied(), bench("b1", times(40.0)), bench("b2", times(2.0))),
        trail(bench("b1", times(40.0)), *applied(environment="staging"), bench("b2", times(2.0))),
    ],
    ids=["no apply", "both after it", "an apply elsewhere"],
)
def test_without_an_apply_in_between_there_is_no_other_side(events: Sequence[Event]) -> None:
    found = measurement(events, "production", [SEARCH])
    assert found.run is not None
    assert (found.run.kind, found.run.run) == ("single", "b2")
    assert (found.queries[0].before, found.queries[0].ratio) == (None, None)


def test_a_query_that_was_rewritten_since_counts_as_unmeasured() -> None:
    rewritten = WorkloadQuery("search", "Search", "select 3")
    found = measurement(trail(bench("b", times(2.0))), "production", [rewritten])
    assert (found.queries, found.unmeasured) == ([], ["search"])


def test_few_samples_give_no_ratio() -> None:
    (query,) = measurement(trail(bench("b", times(2.0, 7), COPY, times(30.0, 7))), "production", [SEARCH]).queries
    assert (query.ratio, query.result, query.p99_ms) == (None, "too few samples", None)


def test_a_run_is_told_with_its_length_and_its_slowest_statement() -> None:
    (line,) = runs(trail(*applied(outcome="applied", fingerprint="f")), "production", "f")
    assert (line.command, line.outcome, line.seconds, line.statements) == ("apply", "applied", 180.0, 2)
    assert (line.longest_s, line.longest_sql, line.verified, line.holds) == (40.0, "create index slow", None, True)


def test_a_rollback_that_did_not_bring_the_schema_back_is_told_so() -> None:
    (line,) = runs(trail(*applied("r", "rollback", outcome="differs", verified=False)), "production", "f")
    assert line.verified is False


def test_a_run_without_an_end_is_unfinished_and_proves_nothing() -> None:
    (line,) = runs(trail(*applied("r", "rollback")[:2]), "production", "f")
    assert (line.outcome, line.seconds, line.verified, line.holds) == ("unfinished", None, None, None)


def test_the_schema_is_held_against_the_newest_run_here_only() -> None:
    events = trail(
        *applied("a1", outcome="applied", fingerprint="f1"),
        *applied("r1", "rollback", outcome="undone", verified=True, fingerprint="f0"),
        *applied("a2", outcome="applied", fingerprint="f1"),
        *applied("r2", "rollback", "staging", outcome="undone", verified=True, fingerprint="f1"),
        *applied("a3", "apply", "staging", outcome="applied", fingerprint="f1"),
    )
    lines = {line.run: line for line in runs(events, "production", "f1")}
    assert list(lines) == ["r1", "a2", "r2"]
    assert [line.holds for line in lines.values()] == [None, True, None]
    assert runs(events, "production", "f2")[1].holds is False
