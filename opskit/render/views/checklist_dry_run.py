"""The page of `opskit checklist run -n`."""

from __future__ import annotations

from opskit.app.checklist_dry import DryRun, Foreseen
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Facts, Heading, Line
from opskit.render.words import plural


def blocks(answer: Answer[DryRun]) -> list[Block]:
    view = answer.data
    would = [each for each in view.items if each.do]
    found: list[Block] = [
        Line(
            f"{view.runbook} on {answer.environment}: {plural(len(would), 'item')} would be done",
            "pending" if would else "pass",
        )
    ]
    for each in view.items:
        found += _item(each)
    if view.pauses:
        found += [Line(""), Line(f"It would stop at the pause point before {', '.join(view.pauses)}.")]
    return [*found, Line(""), Line("Nothing was changed, and nothing was recorded.")]


def _item(each: Foreseen) -> list[Block]:
    found: list[Block] = [Heading(f"{each.item}: {each.title}"), Line(each.text, each.status)]
    facts = {"do": each.do, "after": ", ".join(each.waits_for), "in the way": each.hindered}
    facts = {name: value for name, value in facts.items() if value}
    found += [Facts(facts)] if facts else []
    return found + ([Code(";\n".join(each.statements) + ";")] if each.statements else [])
