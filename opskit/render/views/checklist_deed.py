"""What an item would do, where no plan shows it."""

from __future__ import annotations

from opskit.app.deed_page import DeedView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Facts, Line


def blocks(answer: Answer[DeedView]) -> list[Block]:
    view = answer.data
    return [
        Line(f"{view.item} on {answer.environment}: {view.title}", "pending"),
        Facts({"do": view.do, "undo": view.undo}),
    ]
