"""The page of `opskit checklist skip` and `reset`."""

from __future__ import annotations

from opskit.app.checklist_skip import Decided
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line
from opskit.render.views.checklist import next_step


def blocks(answer: Answer[Decided]) -> list[Block]:
    view = answer.data
    said = f"{view.verb}, and recorded" if answer.changed else f"it is {view.verb} already; nothing was recorded"
    found: list[Block] = [Line(f"{view.id} on {answer.environment}: {view.text}", view.status)]
    found.append(Line(f"As login {view.by}: {said}."))
    return [*found, *next_step(view.go_on, view.next)]
