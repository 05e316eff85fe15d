"""The page of `opskit fleet report`."""

from __future__ import annotations

from opskit.app.fleet_running import FleetDone
from opskit.core.answer import Answer
from opskit.render.blocks import Block
from opskit.render.fleet_table import table


def blocks(answer: Answer[FleetDone]) -> list[Block]:
    return table(answer.data)
