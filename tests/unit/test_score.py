"""Scores: a fault or a blind spot never raises them, and one disaster is not averaged away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opskit.core.check import DIMENSIONS, CheckResult
from opskit.core.finding import Finding
from opskit.core.score import Scores, scores
from opskit.core.score_weights import DIMENSIONS as WEIGHTS
from opskit.core.verdict import Severity, Verdict
from opskit.value import replace


def result(dimension: str, severity: str, *found: str, reason: str = "", slug: str = "c") -> CheckResult:
    findings = tuple(
        Finding(f"{slug}:{place}", Severity(each), str(place), "wrong") for place, each in enumerate(found)
    )
    return CheckResult(slug, slug, dimension, Verdict.PASS, Severity(severity), reason, findings)


def healthy() -> list[CheckResult]:
    return [result(name, severity) for name in DIMENSIONS for severity in ("critical", "warning", "warning", "info")]


def with_changed(change: CheckResult, place: int = 0) -> list[CheckResult]:
    """A healthy database, but for one result. Places count in fours: critical, warning, warning, info."""
    return [change if at == place else each for at, each in enumerate(healthy())]


def test_the_weights_of_the_seven_dimensions_make_a_hundred() -> None:
    assert set(WEIGHTS) == set(DIMENSIONS)
    assert sum(WEIGHTS.values()) == 100


def test_a_healthy_database_that_was_seen_whole_has_a_hundred_and_passes() -> None:
    found = scores(healthy())
    assert (found.overall, found.upper, found.coverage, found.verdict) == (100, 100, 1, Verdict.PASS)


def test_a_warning_costs_half_the_weight_of_its_check() -> None:
    found = scores(with_changed(result("schema", "warning", "warning"), 1))
    assert found.dimensions["schema"].score == round(100 * (10 + 2.5 + 5 + 1) / 21, 1)
    assert found.overall == round((90 * 100 + 10 * found.dimensions["schema"].score) / 100, 1)
    assert found.verdict is Verdict.PASS


def test_many_findings_of_one_check_cost_what_one_costs() -> None:
    one, many = (scores(with_changed(result("schema", "warning", *["warning"] * n), 1)) for n in (1, 400))
    assert one == many


def test_a_critical_finding_of_a_critical_check_caps_the_whole_at_thirty_and_fails() -> None:
    found = scores(with_changed(result("schema", "critical", "critical")))
    assert (found.overall, found.upper, found.verdict) == (30, 30, Verdict.FAIL)


def test_a_critical_check_that_could_not_see_proves_nothing() -> None:
    found = scores(with_changed(result("schema", "critical", reason="blind")))
    assert found.overall <= 59
    assert (found.upper, found.verdict) == (100, Verdict.INCONCLUSIVE)
    assert found.coverage == round(1 - 0.1 * 10 / 21, 3)


def test_losing_sight_of_a_critical_finding_does_not_raise_the_score() -> None:
    seen = scores(with_changed(result("schema", "critical", "critical")))
    blind = scores(with_changed(result("schema", "critical", reason="blind")))
    assert blind.overall <= seen.overall


def test_a_warning_found_by_a_check_that_could_not_see_everything_does_not_raise_the_score() -> None:
    blind = scores(with_changed(result("schema", "warning", reason="blind"), 1))
    found = scores(with_changed(result("schema", "warning", "warning", reason="blind"), 1))
    assert found.overall <= blind.overall
    assert found.upper <= blind.upper


def test_a_weak_dimension_of_little_weight_still_shows() -> None:
    weak = [replace(each, findings=result("monitoring", "warning", "critical").findings)
            if each.dimension == "monitoring" and each.severity is not Severity.CRITICAL else each for each in healthy()
            if not (each.dimension == "monitoring" and each.severity is Severity.CRITICAL)]  # fmt: skip
    found = scores(weak)
    assert found.dimensions["monitoring"].score == 0
    assert found.overall == 69


def test_a_dimension_without_any_check_is_unseen() -> None:
    found = scores([each for each in healthy() if each.dimension != "integrity"])
    assert (found.dimensions["integrity"].score, found.dimensions["integrity"].upper) == (0, 100)
    assert (found.overall, found.coverage, found.verdict) == (69, 0.8, Verdict.INCONCLUSIVE)


def test_nothing_at_all_proves_nothing() -> None:
    assert scores([]).verdict is Verdict.INCONCLUSIVE
    assert scores([], []).verdict is Verdict.INCONCLUSIVE
    assert scores([]).overall == 0


def test_scores_of_a_selection_are_of_its_dimensions_alone() -> None:
    found = scores([result("indexes", "critical")], ["indexes"])
    assert (found.overall, list(found.dimensions)) == (100, ["indexes"])


severities = some.sampled_from(["info", "warning", "critical"])
results = some.builds(
    lambda dimension, severity, found, reason: result(dimension, severity, *found, reason=reason),
    some.sampled_from(DIMENSIONS), severities, some.lists(severities, max_size=3), some.sampled_from(["", "", "blind"]),
)  # fmt: skip
many = some.lists(results, min_size=1, max_size=12)
order = [Verdict.PASS, Verdict.INCONCLUSIVE]


def bounds_are_right(found: Scores) -> bool:
    pairs = [(found.overall, found.upper), *((each.score, each.upper) for each in found.dimensions.values())]
    return all(0 <= lower <= upper <= 100 for lower, upper in pairs) and 0 <= found.coverage <= 1


@given(many, some.data())
def test_adding_a_fault_never_raises_anything(before: list[CheckResult], data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(before) - 1))
    fault = Finding("c:new", Severity(data.draw(severities)), "new", "wrong")
    after = [replace(each, findings=(*each.findings, fault)) if at == place else each for at, each in enumerate(before)]
    old, new = scores(before), scores(after)
    assert new.overall <= old.overall
    assert new.upper <= old.upper
    assert new.verdict is not Verdict.PASS or old.verdict is Verdict.PASS
    assert old.verdict is not Verdict.FAIL or new.verdict is Verdict.FAIL
    assert bounds_are_right(old)


@given(many, some.data())
def test_losing_sight_never_raises_the_score_nor_makes_a_pass(before: list[CheckResult], data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(before) - 1))
    after = [replace(each, findings=(), reason="blind") if at == place else each for at, each in enumerate(before)]
    old, new = scores(before), scores(after)
    assert new.overall <= old.overall
    assert new.coverage <= old.coverage
    assert new.verdict is not Verdict.PASS
    assert bounds_are_right(new)


@given(many)
def test_the_order_of_results_does_not_matter(given_results: list[CheckResult]) -> None:
    assert scores(given_results) == scores(given_results[::-1])


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_dimension_that_cannot_reach_seventy_fails(dimension: str) -> None:
    found = scores(
        [result(dimension, "warning", "warning"), *(each for each in healthy() if each.dimension != dimension)]
    )
    assert found.dimensions[dimension].upper == 50
    assert found.verdict is Verdict.FAIL
