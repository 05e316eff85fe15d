"""`opskit compare`: one case a metric, and one an object that is different."""

from __future__ import annotations

from opskit.app.compare import Compared
from opskit.core.answer import Answer
from opskit.core.schema_difference import ObjectDifference
from opskit.render.suite import Case, Outcome, Suite, outcome_of


def suites(answer: Answer[Compared]) -> list[Suite]:
    seen = answer.data
    title = " and ".join(seen.environments.values())
    metrics = [Case("metrics", each.id, outcome_of(each.verdict), each.verdict, each.reason) for each in seen.metrics]
    return [Suite(title, metrics), Suite(f"{title}: differences", [_difference(each) for each in seen.differences])]


def _difference(found: ObjectDifference) -> Case:
    parts = [f"{each.part}: {each.a or 'none'} / {each.b or 'none'}" for each in found.parts]
    outcome, word, why = Outcome.FAILURE, found.change, found.words
    if found.allowed:
        outcome, word = Outcome.SKIPPED, "allowed"
        why = f"allowed until {found.allowed.until}: {found.allowed.reason}"
    elif not found.comparable:
        outcome, word = Outcome.ERROR, "not comparable"
    return Case(found.kind, found.name, outcome, word, why, [found.words if found.allowed else "", *parts])
