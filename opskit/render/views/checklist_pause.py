"""The page of a pause point: `opskit checklist show PHASE`."""

from __future__ import annotations

from opskit.app.checklist_pause import PauseShown
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Heading, Line, Table
from opskit.render.views import item_facts


def blocks(answer: Answer[PauseShown]) -> list[Block]:
    view = answer.data
    where = answer.environment + (", PROTECTED" if view.protected else "")
    status = "blocked" if view.waiting else "pending" if view.pause.open else "signed"
    found: list[Block] = [Line(f"pause point before {view.pause.phase} on {where}: {view.pause.text}", status)]
    if view.waiting:
        rows = [[each.status.upper(), each.item, each.title, each.text] for each in view.waiting]
        found += [Heading("Critical items that are open"), Table(["status", "item", "title", "why"], rows)]
    found += item_facts.listed("Agreed", [item_facts.signature(each) for each in view.pause.agreed])
    found += item_facts.listed("What happened", [item_facts.event(each) for each in view.history])
    return [*found, Line(""), Line("Next:"), Code(view.pause.next)] if view.pause.next else found
