"""The page of `opskit init`."""

from __future__ import annotations

from opskit.app.init import Initialised
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Line


def blocks(answer: Answer[Initialised]) -> list[Block]:
    data = answer.data
    if not data.wrote:
        return [Line(f"{data.path} would be written:", "pending"), Code(data.text.rstrip("\n"))]
    found: list[Block] = [Line(f"{data.path} is written.", "done")]
    found += [Bullets(data.notes)] if data.notes else []
    return [*found, Line("next: opskit doctor   (with -e NAME where there are several environments)")]
