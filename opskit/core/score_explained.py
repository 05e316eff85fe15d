"""Where the points of a score were lost, and how much of it hangs on the weights."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core import score_weights as weights
from opskit.core.check import CheckResult
from opskit.core.score import Cap, Scores, caps, credit, mean, weight
from opskit.value import Value

FORMULA = (
    "check: weight by its severity, credit by its worst finding; a check that could not see everything has credit 0",
    "dimension = 100 x sum(weight x credit) / sum(weight)",
    "overall = mean of the dimensions by their weights, then the lowest cap that applies",
    "at most = the same, what could not be seen taken for sound",
)


class Lost(Value):
    """`points` of the overall score, before caps, that a check costs; `why` is its worst finding, or that it is
    blind."""

    slug: str
    dimension: str
    weight: int
    credit: float
    points: float
    why: str


class Explanation(Value):
    """`before_caps` is the mean; `shaken_low` and `shaken_high` what it could be had each weight of a dimension been
    SHAKEN smaller or larger. `lost` has the dearest check first."""

    weights: int
    formula: Sequence[str]
    dimension_weights: Sequence[tuple[str, int]]
    severity_weights: Sequence[tuple[str, int, float]]
    before_caps: float
    caps: Sequence[Cap]
    shaken_low: float
    shaken_high: float
    lost: Sequence[Lost]


def explained(results: Sequence[CheckResult], scores: Scores) -> Explanation:
    lower = {name: each.score for name, each in scores.dimensions.items()}
    shaken = [mean(lower, _shaken(name, by)) for name in lower for by in (-weights.SHAKEN, weights.SHAKEN)]
    lost = [_lost(each, results, scores) for each in results if each.reason or credit(each) < 1]
    return Explanation(
        weights.VERSION,
        FORMULA,
        tuple((name, weights.DIMENSIONS[name]) for name in scores.dimensions),
        tuple((each.value, weights.SEVERITIES[each], weights.CREDIT[each]) for each in weights.SEVERITIES),
        round(mean(lower), 1),
        tuple(caps(results, scores.dimensions)),
        round(min(shaken, default=0.0), 1),
        round(max(shaken, default=0.0), 1),
        tuple(sorted(lost, key=lambda each: (-each.points, each.slug))),
    )


def _shaken(name: str, by: float) -> dict[str, float]:
    return {**weights.DIMENSIONS, name: weights.DIMENSIONS[name] * (1 + by)}


def _lost(result: CheckResult, results: Sequence[CheckResult], scores: Scores) -> Lost:
    of_dimension = sum(weight(each) for each in results if each.dimension == result.dimension)
    of_whole = weights.DIMENSIONS[result.dimension] / sum(weights.DIMENSIONS[name] for name in scores.dimensions)
    left = 0.0 if result.reason else credit(result)
    points = 100 * of_whole * weight(result) * (1 - left) / of_dimension
    return Lost(result.slug, result.dimension, weight(result), left, round(points, 2), _why(result))


def _why(result: CheckResult) -> str:
    if result.reason:
        return "could not see everything"
    found = [*(each.severity for each in result.findings), *(each.finding.severity for each in result.ignored)]
    worst = max(found, key=lambda severity: severity.rank)
    return f"{worst.value}{' (ignored)' if not result.findings else ''}"
