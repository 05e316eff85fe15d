"""What the newest benchmark of the ledger shows of `queries` of the workload: `ratio` (time before / time after; within
a tenth it counts as reached), `p50_ms`, `p95_ms` and `p99_ms`, and the same as `before_p50_ms` of the other side. Each
condition must hold for each query, by the whole of its 95 % interval. `at` takes the newest benchmark at which that
revision was the last one applied. `rows` are the sizes it was promised for: on smaller tables only a time that is
missed all the same refutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.bench import QueryResult
from opskit.app.claim_benchmarks import Benchmark, benchmark_at, smaller
from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import bounded, expecting
from opskit.core import rule
from opskit.core.ledger import Event
from opskit.core.rule import Condition
from opskit.errors import Inconclusive
from opskit.gate.judging import MARGIN, figure
from opskit.value import Value, field, replace

_TIMES = ("p50_ms", "p95_ms", "p99_ms")
_NAMES = {"ratio", *_TIMES, *(f"before_{name}" for name in _TIMES)}
_UNTOLD = (ClaimVerdict.NOT_TESTABLE, "", "too few samples")
_Told = tuple[ClaimVerdict, str, str]


class Asked(Value):
    queries: tuple[str, ...]
    expect: str
    at: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expecting(self.expect, _NAMES)
        if not self.queries:
            raise ValueError("`queries` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    """One that is missed refutes all; one that cannot be told leaves all open."""
    seen = benchmark_at(asked.at, room)
    conditions = rule.parse(asked.expect).conditions
    told = [_told(each, _query(name, seen, room), seen.event) for name in asked.queries for each in conditions]
    verdicts = [verdict for verdict, _, _ in told]
    worst = next((each for each in (ClaimVerdict.REFUTED, ClaimVerdict.NOT_TESTABLE) if each in verdicts),
                 ClaimVerdict.VERIFIED)  # fmt: skip
    why = next((reason for verdict, _, reason in told if verdict is worst), "")
    found = Answered(
        worst, "; ".join(dict.fromkeys(measured for _, measured, _ in told if measured)), why,
        room.command("opskit bench"), seen.evidence,
    )  # fmt: skip
    return _at_size(found, asked, conditions, seen.event)


def _query(name: str, seen: Benchmark, room: Room) -> QueryResult:
    found = next((each for each in seen.measured.queries if each.name == name), None)
    if found is None:
        raise Inconclusive(f"{seen.words} has no {name}", "", room.command(f"opskit bench {name}"))
    return found


def _told(condition: Condition, query: QueryResult, event: Event) -> _Told:
    if query.errors or (query.before and query.before.errors):
        return ClaimVerdict.NOT_TESTABLE, "", f"{query.name}: runs of it failed"
    if condition.name == "ratio":
        return _ratio(condition, query, event)
    side = query if not condition.name.startswith("before_") else query.before
    if side is None:
        return ClaimVerdict.NOT_TESTABLE, "", "there is nothing to compare with: opskit bench --against ENV"
    name = condition.name.removeprefix("before_").removesuffix("_ms")
    span = side.ci.get(name)
    if span is None:
        return _UNTOLD
    value = getattr(side, f"{name}_ms")
    told = f"{query.name} {condition.name} = {figure(value)} ({figure(span[0])} to {figure(span[1])})"
    return _with_reason(bounded(condition, span), told, condition)


def _ratio(condition: Condition, query: QueryResult, event: Event) -> _Told:
    """What two measurements of the same database show is noise."""
    beside = event.entry.body.get("before")
    if beside and beside["server"]["identity"] == event.entry.body["server"]["identity"]:
        return ClaimVerdict.NOT_TESTABLE, "", "both sides were the same database"
    if query.ratio is None or query.ratio_ci is None:
        why = query.result or "there is nothing to compare with: opskit bench --against ENV"
        return ClaimVerdict.NOT_TESTABLE, "", f"{query.name}: {why}"
    low, high = query.ratio_ci
    told = f"{query.name} {figure(query.ratio)}x ({figure(low)} to {figure(high)})"
    return _with_reason(bounded(condition, (low, high), MARGIN), told, condition)


def _with_reason(verdict: ClaimVerdict, told: str, condition: Condition) -> _Told:
    reasons = {
        ClaimVerdict.REFUTED: f"expected: {condition}",
        ClaimVerdict.NOT_TESTABLE: f"{condition} lies within the interval: more samples would tell",
    }
    return verdict, told, reasons.get(verdict, "")


def _at_size(found: Answered, asked: Asked, conditions: Sequence[Condition], event: Event) -> Answered:
    small = smaller(asked.rows, event)
    slow_anyway = found.verdict is ClaimVerdict.REFUTED and all(each.op.startswith("<") for each in conditions)
    if not small or slow_anyway:
        return found
    return replace(found, verdict=ClaimVerdict.NOT_TESTABLE, reason=small)
