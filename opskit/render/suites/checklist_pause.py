"""`opskit checklist show PHASE`: whether the pause point before a phase is passed."""

from __future__ import annotations

from opskit.app.checklist_pause import PauseShown
from opskit.core.answer import Answer
from opskit.render.suite import Case, Outcome, Suite


def suites(answer: Answer[PauseShown]) -> list[Suite]:
    shown, pause = answer.data, answer.data.pause
    waiting = [f"{each.item} is {each.status}: {each.text}" for each in shown.waiting]
    agreed = [f"agreed by {each.by}, {each.at}: {each.reason}" for each in pause.agreed]
    why = f"waits for {', '.join(pause.waits_for)}" if pause.waits_for else "nobody has agreed to go on"
    case = Case(
        pause.phase, "pause", Outcome.FAILURE if pause.open else Outcome.PASSED, "open", why,
        [pause.text, *waiting, *agreed, f"next: {pause.next}" if pause.next else ""],
        [f"event:{each.event}" for each in pause.agreed],
    )  # fmt: skip
    return [Suite(f"{shown.runbook}: {shown.title}", [case])]
