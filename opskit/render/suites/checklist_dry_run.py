"""`opskit checklist run -n`: one case an item that is not done, skipped where something would be done."""

from __future__ import annotations

from opskit.app.checklist_dry import DryRun, Foreseen
from opskit.core.answer import Answer
from opskit.core.item_state import DONE, UNTOLD, Status
from opskit.render.suite import Case, Outcome, Suite


def suites(answer: Answer[DryRun]) -> list[Suite]:
    """Nothing to do is a case too: a file without any would be taken for a run that broke."""
    seen = answer.data
    cases = [_case(each) for each in seen.items] or [Case("run", "nothing to do", Outcome.PASSED)]
    return [Suite(f"{seen.runbook}: what a run would do", cases)]


def _case(each: Foreseen) -> Case:
    waits = f"after {', '.join(each.waits_for)}" if each.waits_for else ""
    hindered = f"in the way: {each.hindered}" if each.hindered else ""
    text = [each.title, f"do: {each.do}" if each.do else "", waits, hindered, *each.statements]
    return Case(each.phase, each.item, _outcome(Status(each.status)), each.status, f"{each.status}: {each.text}", text)


def _outcome(status: Status) -> Outcome:
    if status in DONE:
        return Outcome.PASSED
    if status in UNTOLD:
        return Outcome.ERROR
    return Outcome.FAILURE if status is Status.FAIL else Outcome.SKIPPED
