"""The page of `opskit runbook lint` when nothing is wrong; what is wrong is an error with all faults."""

from __future__ import annotations

from opskit.app.runbook_files import Listing
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line
from opskit.render.words import plural


def blocks(answer: Answer[Listing]) -> list[Block]:
    return [
        Line(f"{each.path}: {plural(each.items, 'item')}, {plural(each.metrics, 'metric')}", "ok")
        for each in answer.data.runbooks
    ]
