"""The page of `opskit checklist waive`."""

from __future__ import annotations

from opskit.app.checklist_waive import PENDING, Waived
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Line
from opskit.render.views.checklist import next_step
from opskit.render.words import plural


def blocks(answer: Answer[Waived]) -> list[Block]:
    view = answer.data
    found: list[Block] = [Line(f"{view.id} on {answer.environment}: {view.text}", view.status)]
    found.append(Line(f"As login {view.by}: {_said(answer)}."))
    if view.entry:
        found += [Line(f"In {view.path}:"), Code(view.entry.rstrip())]
    else:
        found.append(Line(f"{view.path} has it, of {view.waiver.by}: {view.waiver.reason}"))
    if view.lacks:
        found += [Line(""), Line(f"It takes {plural(view.lacks, 'login')} more. As another person:"), Code(view.next)]
        return found
    return [*found, *next_step(view.go_on, view.next)]


def _said(answer: Answer[Waived]) -> str:
    if answer.exit_code == PENDING:
        return "nothing was recorded yet; without -n this would be"
    return "recorded" if answer.changed else "said before; nothing was recorded"
