"""A load against what was promised: the service levels of its queries, and the claims about them together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from opskit.catalog.load_claims import LoadClaim
from opskit.catalog.workload import Claim, Limit
from opskit.core.verdict import Verdict, worst
from opskit.gate.block_ratio import of_throughput
from opskit.gate.judging import Claimed, figure, judge_claim, judge_limit
from opskit.gate.load_seen import LoadSeen, PartSeen, together
from opskit.gate.quantiles import SHARE
from opskit.gate.rates import per_second, share_bounds, trials_needed
from opskit.gate.ratio import Ratio
from opskit.gate.sampling import Rules
from opskit.value import Value, replace

LEAST = Rules().least
TOO_MANY_CLIENTS = "53300"
# How late a transaction in a hundred may begin where nothing piles up; a busy machine has tens of milliseconds.
PROMPT_MS = 100.0
Answered = tuple[Verdict, str, str]


class ClaimJudged(Value):
    """`measured` is the value with its bounds, in words; `reason` what is missing, or how it failed."""

    id: str
    text: str
    rule: str
    measured: str
    verdict: Verdict
    reason: str


class Kept(Value):
    """Whether a load with a rate kept to it: how many were due in the time measured and never begun. A Poisson
    schedule is as far as four standard deviations from its mean once in ten thousand loads."""

    asked: float
    unserved: int

    @property
    def up(self) -> bool:
        return not self.unserved


def kept(seen: LoadSeen) -> Kept:
    due = seen.shape.rate * seen.shape.seconds
    whole = together(seen.parts)
    missing = due - whole.total.samples - whole.failed
    return Kept(seen.shape.rate, round(missing) if missing > 4 * math.sqrt(due) else 0)


def _prompt(seen: LoadSeen) -> bool:
    """Whether nothing piled up: then what a schedule of chance asked for was served, if that was a little less."""
    lag = seen.shape.lag_p99_ms
    return kept(seen).up and lag is not None and lag < PROMPT_MS


def judge_factor(claim: Claim, found: Ratio | None, name: str, loads: Sequence[LoadSeen]) -> Claimed:
    """A query by itself was promised to be so much faster. With others beside it, it waits for them, before as after:
    that refutes nothing."""
    judged = judge_claim(claim, found)
    alone = all([each.name for each in load.parts] == [name] for load in loads)
    if judged.verdict != "refuted" or alone:
        return judged
    reason = f"{judged.reason}; it waits for the others: opskit bench {name} times it alone"
    return replace(judged, verdict="not testable", reason=reason)


def judge_levels(limits: Sequence[Limit], part: PartSeen, seen: LoadSeen) -> tuple[Verdict, str]:
    """The service levels of one query under load."""
    judged = [_latency(limit, part, seen) for limit in limits]
    verdict = worst(verdict for verdict, _, _ in judged)
    return verdict, "; ".join(reason for each, _, reason in judged if each is verdict)


def judge(claims: Sequence[LoadClaim], seen: LoadSeen, before: LoadSeen | None) -> list[ClaimJudged]:
    """Those about anything that was under load."""
    return [_judge(claim, seen, before) for claim in claims if _about(claim, seen)]


def _judge(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> ClaimJudged:
    verdict, measured, reason = _METRICS[claim.metric](claim, seen, before)
    absent = [name for name in claim.queries if name not in {each.name for each in _about(claim, seen)}]
    if absent and verdict is Verdict.PASS:
        verdict, reason = Verdict.INCONCLUSIVE, f"without {', '.join(absent)}, which were not under load"
    return ClaimJudged(claim.id, claim.text, claim.rule, measured, verdict, reason)


def _about(claim: LoadClaim, seen: LoadSeen) -> list[PartSeen]:
    return [each for each in seen.parts if not claim.queries or each.name in claim.queries]


def _percentile(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> Answered:
    return _latency(Limit(claim.metric, claim.limit), together(_about(claim, seen)), seen)


def _latency(limit: Limit, part: PartSeen, seen: LoadSeen) -> Answered:
    """What failed took longer than any limit; a load that did not keep up with its schedule has not measured those
    that would have waited longest."""
    name, latency = limit.metric.removesuffix("_ms"), part.latency
    count = latency.samples + part.failed
    low, high = latency.ci.get(name, (0.0, 0.0))
    value = getattr(latency, limit.metric)
    measured = f"{figure(value)} ms ({figure(low)} to {figure(high)})" if value is not None else "too few"
    if part.failed and part.failed / count >= 1 - SHARE[name]:
        return Verdict.FAIL, measured, f"{limit}: {part.failed:,} of {count:,} failed"
    verdict, reason = judge_limit(limit, latency, LEAST)
    if verdict is Verdict.PASS and not kept(seen).up:
        return Verdict.INCONCLUSIVE, measured, f"{limit}: {kept(seen).unserved:,} that were due were never begun"
    return verdict, measured, reason


def _error_rate(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> Answered:
    part = together(_about(claim, seen))
    count = part.total.samples + part.failed
    low, high = share_bounds(part.failed, count)
    measured = f"{part.failed:,} of {count:,} (at most {100 * high:.2g} %)"
    if low >= claim.limit:
        return Verdict.FAIL, measured, f"at least {100 * low:.2g} %"
    if count and high < claim.limit:
        return Verdict.PASS, measured, ""
    missing = trials_needed(part.failed, claim.limit) - count
    rate = count / seen.shape.seconds if seen.shape.seconds else 0.0
    longer = f", about {figure(missing / rate)} s more at this rate" if rate else ""
    return Verdict.INCONCLUSIVE, measured, f"{missing:,} more without an error are missing{longer}"


def _throughput(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> Answered:
    """What a mix leaves for these queries is no limit of theirs, and what nobody asked for could not be served."""
    about, shape = _about(claim, seen), seen.shape
    low, high = per_second(*_counts(about, seen))
    value = together(about).total.samples / shape.seconds if shape.seconds else 0.0
    measured = f"{figure(value)} a second ({figure(low)} to {figure(high)})"
    if low >= claim.limit:
        return Verdict.PASS, measured, ""
    asked = shape.rate * sum(each.weight for each in about) / sum(each.weight for each in seen.parts)
    if asked >= claim.limit and _prompt(seen):
        return Verdict.PASS, measured, ""
    if high >= claim.limit:
        return Verdict.INCONCLUSIVE, measured, "a longer load would tell"
    if 0 < asked < claim.limit:
        return Verdict.INCONCLUSIVE, measured, f"{figure(asked)} a second were asked for"
    if len(about) < len(seen.parts):
        return Verdict.INCONCLUSIVE, measured, "in a mix: name its queries alone, with no --rate, to find their limit"
    return Verdict.FAIL, measured, f"at most {figure(high)} a second"


def _clients(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> Answered:
    shape = seen.shape
    measured = f"at least {shape.fewest} at work all the time"
    if any(TOO_MANY_CLIENTS in each.errors for each in seen.parts):
        return Verdict.FAIL, measured, "the server had no session left"
    if shape.clients < claim.limit:
        return Verdict.INCONCLUSIVE, measured, f"--clients {claim.limit:g} would tell"
    if shape.fewest < claim.limit:
        return Verdict.INCONCLUSIVE, measured, f"errors ended {shape.clients - shape.fewest} of {shape.clients} clients"
    if not any(each.total.samples for each in seen.parts):
        return Verdict.INCONCLUSIVE, measured, "nothing was measured"
    return Verdict.PASS, measured, ""


def _throughput_ratio(claim: LoadClaim, seen: LoadSeen, before: LoadSeen | None) -> Answered:
    if before is None:
        return Verdict.INCONCLUSIVE, "no load from before", "--baseline RUN, of a load before the change"
    pairs = [(old, each) for each in _about(claim, seen) if (old := before.part(each.name, each.digest))]
    sides = [_counts([pair[place] for pair in pairs], load) for place, load in enumerate((before, seen))]
    found = of_throughput(sides[0][0], sides[1][0], (sides[0][1], sides[1][1]))
    rates = [sum(counts) / (len(counts) * block_s) if counts and block_s else 0.0 for counts, block_s in sides]
    measured = f"{figure(rates[0])} -> {figure(rates[1])} a second"
    if before.shape.rate or seen.shape.rate:
        return Verdict.INCONCLUSIVE, measured, "with --rate both serve what they are asked for"
    judged = judge_claim(Claim(claim.text, claim.limit), found)
    verdicts = {"verified": Verdict.PASS, "refuted": Verdict.FAIL}
    return verdicts.get(judged.verdict, Verdict.INCONCLUSIVE), measured, judged.reason


def _counts(parts: Sequence[PartSeen], seen: LoadSeen) -> tuple[list[int], float]:
    """Transactions of each block whose time has passed, and how long a block is."""
    blocks = together(parts).blocks
    length = seen.shape.duration_s / len(blocks) if blocks else 0.0
    passed = min(round(seen.shape.seconds / length), len(blocks)) if length else 0
    return [each.samples for each in blocks[:passed]], length


_METRICS: dict[str, Callable[[LoadClaim, LoadSeen, LoadSeen | None], Answered]] = {
    "p50_ms": _percentile, "p95_ms": _percentile, "p99_ms": _percentile, "error_rate": _error_rate,
    "throughput": _throughput, "throughput_ratio": _throughput_ratio, "clients": _clients,
}  # fmt: skip


def doubted(judged: Sequence[ClaimJudged], why: str) -> list[ClaimJudged]:
    """A load that did not run to its end proves nothing; what it refuted it has refuted."""
    return [
        replace(each, verdict=Verdict.INCONCLUSIVE, reason=why) if each.verdict is Verdict.PASS else each
        for each in judged
    ]
