"""The page of `opskit checklist undo`."""

from __future__ import annotations

from opskit.app.checklist_undo import Undoing
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Facts, Line
from opskit.render.draw import view as drawn


def blocks(answer: Answer[Undoing]) -> list[Block]:
    view = answer.data
    if not view.undo:
        nothing = Line(f"{view.id} on {answer.environment}: nothing to undo.", "ok")
        return [nothing, Line(f"It is {view.status}: {view.text}.")]
    found: list[Block] = [Line(f"{view.id} on {answer.environment}: {view.title}", _status(answer))]
    found.append(Facts({"undo": view.undo, "of run": ", ".join(view.of_runs)}))
    if view.way:
        found += drawn(view.way)
    if not answer.changed:
        return found
    return [*found, Line(""), Line("To do it again:"), Code(view.next)]


def _status(answer: Answer[Undoing]) -> str:
    return answer.data.status if answer.changed else "pending"
