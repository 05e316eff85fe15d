"""A load that was seen -> what is answered and reported of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opskit.app.load_view import Compared, LoadBefore, LoadFigures, LoadQuery, LoadView
from opskit.catalog.load_claims import LoadClaim
from opskit.core.histogram import PRECISION
from opskit.core.verdict import Verdict, worst
from opskit.gate import block_ratio, ratio
from opskit.gate.load_judging import ClaimJudged, doubted, judge, judge_factor, judge_levels, kept
from opskit.gate.load_rules import Part
from opskit.gate.load_seen import LoadSeen, PartSeen, together
from opskit.gate.measuring import unequal
from opskit.gate.quantiles import SHARE
from opskit.gate.rates import per_second
from opskit.gate.tally import BLOCKS, LATE_US
from opskit.value import Value, replace

TOO_FEW, NOT_COMPARABLE = "too few samples", "not comparable"
# Of a curve of percentiles; as far as the transactions reach.
_CURVE = (0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 0.999, 0.9999)
_METHOD = (
    "Run by pgbench (simple protocol, a plan for each value); percentiles of a histogram that is exact to"
    f" {100 * PRECISION:.2g} %, intervals 95 % by order statistics, transactions taken as independent"
)
_DUE = "times from when a transaction was due, its waiting for those before it included"
_BEGUN = (
    "times from when a transaction began: with no --rate every client asks again at once, so that they wait for each"
    " other, and a stall delays what comes after it, which nobody sees"
)
_COMPARED = (
    f"ratios with intervals 95 % by {ratio.RESAMPLES} resamples of {BLOCKS} blocks of time, widened {ratio.DRIFT:g}"
    " times for drift"
)


class Promised(Value):
    """The workload as it is written now: what a load is shown and judged by."""

    parts: Sequence[Part]
    claims: Sequence[LoadClaim]


def viewed(
    seen: LoadSeen, before: LoadSeen | None, promised: Promised, sentences: Mapping[str, str], notes: Sequence[str] = ()
) -> LoadView:
    """`sentences`: what the server said with each SQLSTATE; `notes` come before those that are found here."""
    queries = [_query(part, each, seen, before) for part, each in _pairs(promised.parts, seen)]
    judged = _doubted(judge(promised.claims, seen, before), seen)
    verdict = worst([*(Verdict(each.verdict) for each in queries if each.slo), *(each.verdict for each in judged)])
    if not seen.shape.whole:
        verdict = Verdict.INCONCLUSIVE
    method = [_METHOD, _DUE if seen.shape.rate else _BEGUN, *([_COMPARED] if before else [])]
    whole = _compared(_alone(together(seen.parts), seen), together(seen.parts), seen, before, _mutual(before, seen))
    return LoadView(
        "sequential" if before else "single", _figures(seen, sentences), replace(whole, name="all"), queries, judged,
        verdict, "; ".join(method), seen.server, seen.version, seen.dataset, seen.settings, _before(before),
        [*notes, *_notes(seen), *(_differences(seen, before) if before else [])],
    )  # fmt: skip


def _pairs(parts: Sequence[Part], seen: LoadSeen) -> Iterator[tuple[Part, PartSeen]]:
    for part in parts:
        found = seen.part(part.name, part.digest)
        if found:
            yield part, found


def _query(part: Part, each: PartSeen, seen: LoadSeen, before: LoadSeen | None) -> LoadQuery:
    verdict, reason = judge_levels(part.limits, each, seen) if part.limits else ("", "")
    if verdict is Verdict.PASS and not seen.shape.whole:
        verdict, reason = Verdict.INCONCLUSIVE, _unfinished(seen)
    alone = replace(
        _alone(each, seen), title=part.title, slo=", ".join(map(str, part.limits)), verdict=verdict, reason=reason,
        seed=part.claim.text if part.claim else "",
    )  # fmt: skip
    compared = _compared(alone, each, seen, before, before.part(each.name, each.digest) if before else None)
    if not (part.claim and before and compared.p50):
        return compared
    return replace(compared, claim=judge_factor(part.claim, _ratio(compared), part.name, (before, seen)))


def _alone(each: PartSeen, seen: LoadSeen) -> LoadQuery:
    found, (counts, block_s) = each.latency, _counts(each, seen)
    rate = each.total.samples / seen.shape.seconds if seen.shape.seconds else 0.0
    low, high = per_second(counts, block_s)
    return LoadQuery(
        each.name, "", each.weight, found.samples, round(rate, 3),
        (round(low, 3), round(high, 3)) if len(counts) > 1 else None,
        found.p50_ms, found.p95_ms, found.p99_ms, found.max_ms, dict(each.errors), each.retried, found.ci, each.scans,
        _curve(each),
    )  # fmt: skip


def _compared(
    alone: LoadQuery, each: PartSeen, seen: LoadSeen, before: LoadSeen | None, old: PartSeen | None
) -> LoadQuery:
    if before is None:
        return alone
    if old is None:
        return replace(alone, result=NOT_COMPARABLE)
    (was, was_s), (now, now_s) = _counts(old, before), _counts(each, seen)
    medians, tails = (block_ratio.of_percentile(old.blocks, each.blocks, SHARE[name]) for name in ("p50", "p99"))
    rates = block_ratio.of_throughput(was, now, (was_s, now_s))
    p50 = _side_by_side(old.latency.p50_ms, alone.p50_ms, medians)
    then = round(old.total.samples / before.shape.seconds, 3) if before.shape.seconds else None
    return replace(
        alone, ratio=p50.ratio, ratio_ci=p50.ratio_ci, p50=p50,
        p99=_side_by_side(old.latency.p99_ms, alone.p99_ms, tails),
        per_second=_side_by_side(then, alone.throughput, rates),
        before_curve=_curve(old), result=medians.word if medians else TOO_FEW,
    )  # fmt: skip


def _side_by_side(before: float | None, after: float | None, found: ratio.Ratio | None) -> Compared:
    if found is None or before is None or after is None:
        return Compared(before, after, None, None)
    return Compared(before, after, found.value, (found.low, found.high))


def _ratio(query: LoadQuery) -> ratio.Ratio | None:
    return ratio.Ratio(query.ratio, *query.ratio_ci) if query.ratio is not None and query.ratio_ci else None


def _mutual(before: LoadSeen | None, seen: LoadSeen) -> PartSeen | None:
    """All of the baseline, where it was the same mix."""
    mixes = [sorted((each.digest, each.weight) for each in side.parts) for side in (before, seen) if side]
    return together(before.parts) if before and mixes[0] == mixes[1] else None


def _counts(each: PartSeen, seen: LoadSeen) -> tuple[list[int], float]:
    length = seen.shape.duration_s / max(len(each.blocks), 1)
    return [block.samples for block in each.blocks[: round(seen.shape.seconds / length)]], length


def _curve(each: PartSeen) -> list[tuple[float, float]]:
    count = each.total.samples
    shares = [share for share in _CURVE if round(count * min(share, 1 - share), 6) >= 1]
    times = each.total.at_ranks([round(count * share) for share in shares])
    return [(share, round(ms, 3)) for share, ms in zip(shares, times, strict=True)]


def _figures(seen: LoadSeen, sentences: Mapping[str, str]) -> LoadFigures:
    shape, whole = seen.shape, together(seen.parts)
    done, failed = whole.total.samples, whole.failed
    return LoadFigures(
        shape.clients, shape.fewest, shape.rate, shape.rate or None,
        round(done / shape.seconds, 3) if shape.seconds else 0.0, done, failed,
        failed / (done + failed) if done + failed else None, whole.retried, kept(seen).unserved, shape.late,
        shape.lag_p99_ms, shape.dropped, shape.duration_s, round(shape.seconds, 3), shape.warm_up_s, shape.threads,
        shape.tries, shape.writes, shape.starts, shape.whole, shape.pgbench, round(shape.cpu["pgbench"], 4),
        round(shape.cpu["opskit"], 4), dict(sentences),
    )  # fmt: skip


def _before(before: LoadSeen | None) -> LoadBefore | None:
    if before is None:
        return None
    shape, done = before.shape, together(before.parts).total.samples
    rate = round(done / shape.seconds, 3) if shape.seconds else 0.0
    return LoadBefore(
        before.run, before.environment, before.server, before.version, shape.clients, shape.rate, rate
    )  # fmt: skip


def _doubted(judged: Sequence[ClaimJudged], seen: LoadSeen) -> Sequence[ClaimJudged]:
    return judged if seen.shape.whole else doubted(judged, _unfinished(seen))


def _unfinished(seen: LoadSeen) -> str:
    return f"the load ended after {seen.shape.seconds:.0f} of {seen.shape.duration_s:.0f} s"


def _notes(seen: LoadSeen) -> Iterator[str]:
    shape = seen.shape
    if not shape.whole:
        yield _unfinished(seen)
    if unserved := kept(seen).unserved:
        yield (
            f"it did not keep up: {unserved:,} transactions that were due were never begun, and the longer it takes the"
            " longer they wait"
        )
    if shape.late:
        yield f"{shape.late:,} transactions began more than {LATE_US // 1000} ms after they were due"
    if shape.starts > 1:
        yield f"errors ended clients of pgbench, which was started {shape.starts} times: the load had gaps"
    elif shape.fewest < shape.clients:
        yield f"errors ended {shape.clients - shape.fewest} of {shape.clients} clients of pgbench: the load was less"


def _differences(seen: LoadSeen, before: LoadSeen) -> Iterator[str]:
    yield f"two loads at different times: machine drift is in the ratios, which allow for a factor of {ratio.DRIFT:g}"
    if (seen.server, seen.version) != (before.server, before.version):
        yield f"the baseline is of another server: {before.server} ({before.version})"
    for name, now, then in (("clients", seen.shape.clients, before.shape.clients),
                            ("rate", seen.shape.rate, before.shape.rate)):  # fmt: skip
        if now != then:
            yield f"{name} {now:g} here and {then:g} before: the ratio is of the load too"
    for name in sorted(seen.settings.keys() | before.settings.keys()):
        now_set, then_set = seen.settings.get(name, "?"), before.settings.get(name, "?")
        if now_set != then_set:
            yield f"{name} is {now_set} here and was {then_set} before: the ratio is of the setting too"
    yield from unequal(seen.dataset, before.dataset)
