"""Whether the queries of the workload, or those in `queries`, are read by an index, as they were planned in the newest
benchmark of the ledger; `at` takes the newest at which that revision was the last one applied. On tables smaller than
`rows` a plan says nothing: a small table is cheaper to read whole."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.app.claim_benchmarks import benchmark_at, smaller
from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claims.indexes import few
from opskit.value import Value, field


class Asked(Value):
    queries: tuple[str, ...] = ()
    at: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)


def answer(asked: Asked, room: Room) -> Answered:
    """Of a query that was not measured it cannot be told."""
    benchmark = benchmark_at(asked.at, room)
    seen = {each.name: each.plan for each in benchmark.measured.queries}
    wanted = asked.queries or (*seen, *benchmark.measured.unmeasured)
    whole = [name for name in wanted if name in seen and not seen[name].index]
    unseen = [name for name in wanted if name not in seen]
    measured = len(wanted) - len(unseen)
    told = f"{measured - len(whole)} of {measured} measured queries are read by an index"
    next_command, evidence = room.command("opskit bench"), benchmark.evidence
    if unseen and not whole:
        return Answered(
            ClaimVerdict.NOT_TESTABLE, told, f"{benchmark.words} has no {few(unseen)}", next_command, evidence
        )
    small = smaller(asked.rows, benchmark.event)
    if small:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, small, next_command, evidence)
    if whole:
        return Answered(ClaimVerdict.REFUTED, told, f"read whole: {few(whole)}", next_command, evidence)
    return Answered(ClaimVerdict.VERIFIED, told, "", next_command, evidence)
