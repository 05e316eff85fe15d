"""Results of checks -> a score out of 100 for each dimension and for the whole, with its bounds.

A check weighs by its severity w; its credit c follows the worst finding, and ten findings cost what one costs, or a
database of 400 tables could only have 0. The numbers are those of score_weights.

    score of a dimension    = 100 x sum(w x c) / sum(w), a check that could not see everything counting 0
    upper of a dimension    = the same, that check counting as far as what it did see allows
    coverage of a dimension = sum(w of the checks that saw everything) / sum(w)
    overall, upper, coverage = means of the dimensions, weighted

Caps come after the mean, or it would hide a disaster: one for a critical finding of a critical check (a gate), one for
a weak dimension. In `overall` a gate that could not see everything is taken for one with a finding: were its cap
higher, a login would raise the score by looking away.

So `overall` never rises when a fault is added or sight is lost, and `upper` never rises when a fault is added. A
finding that a person has decided to ignore counts like any other; the verdict, which is apart from the number, leaves
it out: fail with a critical finding or a dimension whose upper bound is too low; inconclusive where anything was not
seen; else pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.core import score_weights as weights
from opskit.core.check import DIMENSIONS, CheckResult
from opskit.core.verdict import Severity, Verdict
from opskit.value import Value


class DimensionScore(Value):
    """`score` and `upper` from 0 to 100, `coverage` from 0 to 1."""

    score: float
    upper: float
    coverage: float


class Scores(Value):
    """`overall` is the lower bound: what could not be seen counts nothing. `weights` is the version of the weights."""

    overall: float
    upper: float
    coverage: float
    verdict: Verdict
    dimensions: Mapping[str, DimensionScore]
    weights: int = weights.VERSION


class Cap(Value):
    """What holds `overall` down, and for which check or dimension."""

    limit: float
    reason: str


def scores(results: Sequence[CheckResult], dimensions: Sequence[str] = DIMENSIONS) -> Scores:
    """A result whose `reason` is not empty did not see everything. A dimension without any result is unseen."""
    judged = {name: dimension([each for each in results if each.dimension == name]) for name in dimensions}
    upper = [weights.CRITICAL_CAP for each in results if is_gate(each) and _has_critical(each)]
    upper += [weights.WEAK_CAP for each in judged.values() if each.upper < weights.WEAK]
    lower = [each.limit for each in caps(results, judged)]
    return Scores(
        round(min([mean({name: each.score for name, each in judged.items()}), *lower]), 1),
        round(min([mean({name: each.upper for name, each in judged.items()}), *upper]), 1),
        round(mean({name: each.coverage for name, each in judged.items()}), 3),
        _verdict(results, judged),
        judged,
    )


def caps(results: Sequence[CheckResult], judged: Mapping[str, DimensionScore]) -> list[Cap]:
    """Those of `overall`, as they apply."""
    found = [
        Cap(weights.CRITICAL_CAP, f"{each.slug} has a critical finding")
        for each in results
        if is_gate(each) and _has_critical(each)
    ]
    found += [
        Cap(weights.CRITICAL_CAP, f"{each.slug} could not see everything")
        for each in results
        if is_gate(each) and each.reason and not _has_critical(each)
    ]
    return found + [
        Cap(weights.WEAK_CAP, f"{name} is below {weights.WEAK:.0f}")
        for name, each in judged.items()
        if each.score < weights.WEAK
    ]


def dimension(results: Sequence[CheckResult]) -> DimensionScore:
    total = sum(weight(each) for each in results)
    if not total:
        return DimensionScore(0.0, 100.0, 0.0)
    seen = [each for each in results if not each.reason]
    lower = sum(weight(each) * credit(each) for each in seen)
    upper = sum(weight(each) * credit(each) for each in results)
    covered = sum(weight(each) for each in seen)
    return DimensionScore(round(100 * lower / total, 1), round(100 * upper / total, 1), round(covered / total, 3))


def weight(result: CheckResult) -> int:
    return weights.SEVERITIES[result.severity]


def credit(result: CheckResult) -> float:
    """From 0 to 1, by the worst finding."""
    return min((weights.CREDIT[each] for each in _severities(result)), default=1.0)


def mean(of: Mapping[str, float], by: Mapping[str, float] = weights.DIMENSIONS) -> float:
    """Of dimensions, by their weights."""
    total = sum(by[name] for name in of)
    return sum(by[name] * value for name, value in of.items()) / total if total else 0.0


def is_gate(result: CheckResult) -> bool:
    return result.severity is Severity.CRITICAL


def _severities(result: CheckResult) -> list[Severity]:
    return [*(each.severity for each in result.findings), *(each.finding.severity for each in result.ignored)]


def _has_critical(result: CheckResult) -> bool:
    return Severity.CRITICAL in _severities(result)


def _verdict(results: Sequence[CheckResult], judged: Mapping[str, DimensionScore]) -> Verdict:
    grave = any(finding.severity is Severity.CRITICAL for each in results for finding in each.findings)
    if grave or any(each.upper < weights.READY for each in judged.values()):
        return Verdict.FAIL
    if not judged or any(each.coverage < 1 for each in judged.values()):
        return Verdict.INCONCLUSIVE
    return Verdict.PASS
