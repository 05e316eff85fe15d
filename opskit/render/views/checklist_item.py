"""The page of one item: `opskit checklist show ITEM` and `opskit checklist run ITEM`."""

from __future__ import annotations

from opskit.app.checklist import Checklist, ItemView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Facts, Line
from opskit.render.views import item_facts
from opskit.render.views.checklist import age


def blocks(answer: Answer[Checklist]) -> list[Block]:
    item = answer.data.items[0]
    where = answer.environment + (", PROTECTED" if answer.data.protected else "")
    found: list[Block] = [Line(f"{item.id} on {where}: {item.text}", item.status), Line(""), Facts(_facts(item))]
    particulars = [text for each in item.evidence for text in each.particulars]
    if particulars:
        found += [Line(""), Bullets(particulars)]
    if item.known:
        found += item_facts.persons(item.signed, item.approvals, item.known)
    if item.next:
        found += [Line(""), Line("Next:"), Code(item.next)]
    return found


def _facts(item: ItemView) -> dict[str, str]:
    facts = {
        "title": item.title,
        "priority": item.priority,
        "phase": item.phase,
        "kind": item.kind,
        "needs": ", ".join(item.needs),
        "asks": item.ask,
    }
    facts |= item_facts.asked(item.known, item.do, item.undo) if item.known else {}
    facts |= {"outcome": item.outcome, "age": age(item), "finding": item.finding}
    for each in item.evidence:
        facts |= {"run": each.run, "event": str(each.event)}
    facts |= item_facts.happened(item.known, item.attempt) if item.known else {}
    return {name: value for name, value in facts.items() if value}
