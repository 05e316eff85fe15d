"""The page of `opskit fleet work`, once it has ended."""

from __future__ import annotations

from opskit.app.fleet_serve import Served
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line
from opskit.render.words import plural


def blocks(answer: Answer[Served]) -> list[Block]:
    data = answer.data
    each = ", ".join(f"{count} with exit {code}" for code, count in sorted(data.jobs.items()))
    return [
        Line(f"{data.worker} carried out {plural(sum(data.jobs.values()), 'order')}" + (f": {each}." if each else "."))
    ]
