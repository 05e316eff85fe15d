"""The page of `opskit checklist sign`."""

from __future__ import annotations

from opskit.app.checklist_sign import Signed
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line
from opskit.render.views.checklist import next_step


def blocks(answer: Answer[Signed]) -> list[Block]:
    view = answer.data
    said = "recorded" if answer.changed else "said before with the same words; nothing was recorded"
    found: list[Block] = [Line(f"{view.id} on {answer.environment}: {view.text}", view.status)]
    found.append(Line(f"As login {view.by}: {said}."))
    return [*found, *next_step(view.go_on, view.next)]
