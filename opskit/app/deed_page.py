"""What is shown before an item is done: which item it is, and its plan where it has one, else what it is in words."""

from __future__ import annotations

from typing import Any

from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.core.answer import Answer
from opskit.core.runbook import Item, NoUndo
from opskit.value import Value

PENDING = 10


class DeedView(Value):
    """`undo` says the way back, or why there is none; `plan` tells both where there is one."""

    item: str
    title: str
    do: str
    undo: str
    plan: Answer[Any] | None = None


def deed_page(context: Context, item: Item, prepared: Prepared) -> Answer[Any]:
    undo = item.undo
    back = f"none: {undo.reason}" if isinstance(undo, NoUndo) else undo.words if undo else ""
    view = DeedView(item.id, item.title, item.do.words if item.do else "", back, prepared.page)
    return Answer("checklist-deed", view, PENDING, environment=context.environment.name, run=context.run)
