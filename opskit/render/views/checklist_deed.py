"""What an item would do: asked for before it is done."""

from __future__ import annotations

from opskit.app.deed_page import DeedView
from opskit.core.answer import Answer
from opskit.render import draw
from opskit.render.blocks import Block, Facts, Line


def blocks(answer: Answer[DeedView]) -> list[Block]:
    view = answer.data
    title = Line(f"{view.item} on {answer.environment}: {view.title}", "pending")
    facts = {"do": view.do, "undo": view.undo}
    return [Line(""), title, *(draw.view(view.plan) if view.plan else [Facts(facts)])]
