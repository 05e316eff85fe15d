"""Results of checks -> a score out of 100 for each dimension and for the whole, with its bounds.

A check weighs by its severity w (critical 10, warning 5: OpenSSF Scorecard's critical and medium; info 1, so that it
shows and no more). Its credit c follows the worst finding: none 1, info 0.75, warning 0.5, critical 0; ten findings
cost what one costs, or a database of 400 tables could only have 0.

    score of a dimension    = 100 x sum(w x c) / sum(w), a check that could not see everything counting 0
    upper of a dimension    = the same, that check counting as far as what it did see allows
    coverage of a dimension = sum(w of the checks that saw everything) / sum(w)
    overall, upper, coverage = means of the dimensions, weighted by WEIGHTS

Caps come after the mean, or it would hide a disaster: 30 with a critical finding of a critical check (dasha and the
Supabase health score cap there), 69 with a dimension below 50. In `overall` a critical check that could not see
everything is taken for one with a finding: were its cap higher, a login would raise the score by looking away.

So `overall` never rises when a fault is added or sight is lost, and `upper` never rises when a fault is added.
The verdict is apart from the number: fail with a critical finding or a dimension whose upper bound is below 70;
inconclusive where anything was not seen; else pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opskit.core.check import DIMENSIONS, CheckResult
from opskit.core.verdict import Severity, Verdict

WEIGHTS: Mapping[str, int] = {
    "integrity": 20, "queries": 20, "indexes": 15, "configuration": 15, "scalability": 15, "schema": 10,
    "monitoring": 5,
}  # fmt: skip
_OF_SEVERITY = {Severity.CRITICAL: 10, Severity.WARNING: 5, Severity.INFO: 1}
_CREDIT = {Severity.CRITICAL: 0.0, Severity.WARNING: 0.5, Severity.INFO: 0.75}
_CRITICAL_CAP = 30.0
_WEAK, _WEAK_CAP = 50.0, 69.0
_READY = 70.0


@dataclass(frozen=True)
class DimensionScore:
    """`score` and `upper` from 0 to 100, `coverage` from 0 to 1."""

    score: float
    upper: float
    coverage: float


@dataclass(frozen=True)
class Scores:
    """`overall` is the lower bound: what could not be seen counts nothing."""

    overall: float
    upper: float
    coverage: float
    verdict: Verdict
    dimensions: Mapping[str, DimensionScore]


def scores(results: Sequence[CheckResult], dimensions: Sequence[str] = DIMENSIONS) -> Scores:
    """A result whose `reason` is not empty did not see everything. A dimension without any result is unseen."""
    judged = {name: _dimension([each for each in results if each.dimension == name]) for name in dimensions}
    lower = [_CRITICAL_CAP for each in results if _gate(each) and (each.reason or _has_critical(each))]
    upper = [_CRITICAL_CAP for each in results if _gate(each) and _has_critical(each)]
    lower += [_WEAK_CAP for each in judged.values() if each.score < _WEAK]
    upper += [_WEAK_CAP for each in judged.values() if each.upper < _WEAK]
    return Scores(
        round(min([_mean({name: each.score for name, each in judged.items()}), *lower]), 1),
        round(min([_mean({name: each.upper for name, each in judged.items()}), *upper]), 1),
        round(_mean({name: each.coverage for name, each in judged.items()}), 3),
        _verdict(results, judged),
        judged,
    )


def _dimension(results: Sequence[CheckResult]) -> DimensionScore:
    total = sum(_OF_SEVERITY[each.severity] for each in results)
    if not total:
        return DimensionScore(0.0, 100.0, 0.0)
    seen = [each for each in results if not each.reason]
    lower = sum(_OF_SEVERITY[each.severity] * _credit(each) for each in seen)
    upper = sum(_OF_SEVERITY[each.severity] * _credit(each) for each in results)
    covered = sum(_OF_SEVERITY[each.severity] for each in seen)
    return DimensionScore(round(100 * lower / total, 1), round(100 * upper / total, 1), round(covered / total, 3))


def _credit(result: CheckResult) -> float:
    return min((_CREDIT[finding.severity] for finding in result.findings), default=1.0)


def _gate(result: CheckResult) -> bool:
    return result.severity is Severity.CRITICAL


def _has_critical(result: CheckResult) -> bool:
    return any(finding.severity is Severity.CRITICAL for finding in result.findings)


def _mean(of: Mapping[str, float]) -> float:
    weight = sum(WEIGHTS[name] for name in of)
    return sum(WEIGHTS[name] * value for name, value in of.items()) / weight if weight else 0.0


def _verdict(results: Sequence[CheckResult], judged: Mapping[str, DimensionScore]) -> Verdict:
    if any(map(_has_critical, results)) or any(each.upper < _READY for each in judged.values()):
        return Verdict.FAIL
    if not judged or any(each.coverage < 1 for each in judged.values()):
        return Verdict.INCONCLUSIVE
    return Verdict.PASS
