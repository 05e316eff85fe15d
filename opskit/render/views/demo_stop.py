"""What `opskit demo --stop` ended."""

from __future__ import annotations

from opskit.app.demo_stop import Stopped
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line
from opskit.render.words import plural


def blocks(answer: Answer[Stopped]) -> list[Block]:
    count = answer.data.servers
    return [Line(f"{plural(count, 'server')} ended and removed." if count else "No demo server is left.", "ok")]
