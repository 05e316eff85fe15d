"""What a metric and a gate may come to. No weights and no averages: with few metrics a weighted score lets nine good
ones hide one that is bad."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from opskit.core.verdict import Verdict
from opskit.value import Value


class MetricVerdict(StrEnum):
    """ERROR: it could not be measured at all."""

    PASS = "pass"  # noqa: S105 - the word of a verdict, no password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


class GateVerdict(StrEnum):
    """MARGINAL: something that is not critical fails, and persons have to decide. RUNNING: nothing is wrong so far."""

    PASS = "pass"  # noqa: S105 - the word of a verdict, no password
    RUNNING = "running"
    MARGINAL = "marginal"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"


class Standing(Value):
    """Where one metric of a gate stands."""

    id: str
    critical: bool
    verdict: MetricVerdict


def decide(metrics: Sequence[Standing], soak_over: bool) -> GateVerdict:
    """The first that applies. A gate without metrics proves nothing."""
    critical = {each.verdict for each in metrics if each.critical}
    others = {each.verdict for each in metrics if not each.critical}
    if MetricVerdict.FAIL in critical:
        return GateVerdict.FAIL
    if MetricVerdict.ERROR in critical:
        return GateVerdict.INCONCLUSIVE
    if MetricVerdict.FAIL in others:
        return GateVerdict.MARGINAL
    if not metrics or (critical | others) - {MetricVerdict.PASS}:
        return GateVerdict.INCONCLUSIVE
    return GateVerdict.PASS if soak_over else GateVerdict.RUNNING


def exit_code(verdict: GateVerdict, on_inconclusive: str) -> int:
    """0 for a pass alone; 3 where somebody has to wait or decide. `on_inconclusive` is hold or fail."""
    if verdict is GateVerdict.PASS:
        return 0
    failed = verdict is GateVerdict.FAIL or (verdict is GateVerdict.INCONCLUSIVE and on_inconclusive == "fail")
    return 1 if failed else 3


def worst(verdicts: Iterable[MetricVerdict]) -> MetricVerdict:
    """Of the parts of one metric; of none there is nothing to tell."""
    seen = set(verdicts)
    for each in (MetricVerdict.ERROR, MetricVerdict.FAIL, MetricVerdict.INCONCLUSIVE):
        if each in seen:
            return each
    return MetricVerdict.PASS if seen else MetricVerdict.INCONCLUSIVE


def as_point(verdict: GateVerdict) -> Verdict:
    """For a report, which knows three."""
    return {GateVerdict.PASS: Verdict.PASS, GateVerdict.FAIL: Verdict.FAIL}.get(verdict, Verdict.INCONCLUSIVE)
