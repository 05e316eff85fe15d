"""The page of `opskit checklist approve`."""

from __future__ import annotations

from opskit.app.checklist_approve import PENDING, Approved
from opskit.core.answer import Answer
from opskit.core.item_told import SHOWN
from opskit.render.blocks import Block, Code, Facts, Line
from opskit.render.draw import view as drawn
from opskit.render.views.item_facts import when


def blocks(answer: Answer[Approved]) -> list[Block]:
    view = answer.data
    status = "pending" if answer.exit_code == PENDING else "approved"
    found: list[Block] = [Line(f"{view.id} on {answer.environment}: {view.title}", status), Line("")]
    deed = view.deed
    found += [*(drawn(deed.plan) if deed.plan else [Facts({"do": deed.do, "undo": deed.undo})]), Line("")]
    found.append(Line(f"As login {view.by}: plan {view.digest[:SHOWN]}, {_said(answer)}."))
    found.append(Line(f"Approved by {view.given} of {view.wanted}; whoever carries it out does not count."))
    return [*found, Line(""), Line("As another person, it is carried out by:"), Code(view.next)]


def _said(answer: Answer[Approved]) -> str:
    until = f"good until {when(answer.data.expires_at)}, for this plan and once"
    if answer.exit_code == PENDING:
        return f"nothing was recorded yet; without -n this would be, {until}"
    return f"{until}" if answer.changed else f"approved before with the same words, {until}"
