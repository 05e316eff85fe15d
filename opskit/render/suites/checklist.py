"""`opskit checklist`: one suite a phase, one case an item, and a suite of the success criteria."""

from __future__ import annotations

from opskit.app.checklist import Checklist, ItemView
from opskit.app.checklist_metric import MetricView
from opskit.core.answer import Answer
from opskit.core.item_state import UNTOLD, Status
from opskit.core.runbook import Priority
from opskit.render.suite import Case, Outcome, Suite, outcome_of

_PASSED = {Status.PASS, Status.SIGNED}
_LIVED_WITH = {Status.WAIVED, Status.SKIPPED, Status.NOT_APPLICABLE}


def suites(answer: Answer[Checklist]) -> list[Suite]:
    return [*of_items(answer.data), of_criteria(answer.data)]


def of_items(seen: Checklist) -> list[Suite]:
    phases = dict.fromkeys(each.phase for each in seen.items)
    titles = {each.id: each.title for each in seen.phases}
    return [
        Suite(f"{seen.runbook}: {titles.get(name, name)}", [_item(each) for each in seen.items if each.phase == name])
        for name in phases
    ]


def of_criteria(seen: Checklist) -> Suite:
    return Suite(f"{seen.runbook}: success criteria", [_criterion(each) for each in seen.metrics])


def _item(item: ItemView) -> Case:
    outcome = _outcome(item)
    looked = [particular for each in item.evidence for particular in each.particulars]
    signed = [f"signed by {each.by}, {each.at}: {each.reason}" for each in item.signed]
    following = f"next: {item.next}" if outcome is not Outcome.PASSED and item.next else ""
    events = [*(each.event for each in item.evidence), *(each.event for each in item.signed)]
    why = f"{item.status}: {item.text}" if item.text else item.status
    text = [f"{item.title} ({item.priority})", item.text if outcome is Outcome.PASSED else "", *looked, *signed]
    return Case(
        item.phase, item.id, outcome, item.status, why, [*text, following], [f"event:{each}" for each in events]
    )


def _outcome(item: ItemView) -> Outcome:
    """What is only not done yet fails a window where it is critical."""
    status = Status(item.status)
    if status in _PASSED:
        return Outcome.PASSED
    if status in _LIVED_WITH:
        return Outcome.SKIPPED
    if status in UNTOLD:
        return Outcome.ERROR
    failed = status is Status.FAIL or item.priority == Priority.CRITICAL
    return Outcome.FAILURE if failed else Outcome.SKIPPED


def _criterion(metric: MetricView) -> Case:
    text = [metric.title, f"rule: {metric.rule}", f"source: {metric.source}", f"gate: {metric.gate}"]
    return Case("criteria", metric.id, outcome_of(metric.verdict), metric.verdict, metric.text, text)
