"""The page of `opskit monitor export`: the metrics as they are written to a file."""

from __future__ import annotations

from opskit.app.monitor_export import Exposed
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Verbatim
from opskit.render.openmetrics import page


def blocks(answer: Answer[Exposed]) -> list[Block]:
    return [Verbatim(page(answer.data.families))]
