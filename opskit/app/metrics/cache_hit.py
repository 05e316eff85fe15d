"""The share of block reads that shared buffers answered in the window, `hit_ratio` from 0 to 1; what the operating
system had in its own cache is a read. Looks within `warm_up` after a start of the server do not count, and fewer than
`min_blocks` say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.app.metrics.index_use import at_work
from opskit.app.own_sessions import until_counted
from opskit.catalog.facts import fact
from opskit.core import duration
from opskit.errors import Inconclusive
from opskit.value import Value, replace

GIVES = "hit_ratio"
OF_SERVER = True


class Asked(Value):
    min_blocks: int = 100_000
    warm_up: str = "1h"

    def __post_init__(self) -> None:
        duration.parse(self.warm_up)
        if self.min_blocks < 1:
            raise ValueError("`min_blocks` is 1 or more: of no block there is no share")


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import share

    counted = _counted(asked, room)
    return Measurement(share.Shape(GIVES, asked.min_blocks, counted, counted, at_work(room)))


def close(asked: Asked, room: MetricRoom, opened: Mapping[str, Any]) -> Measurement:
    from opskit.gate.shapes import share

    until_counted(room.context)
    return Measurement(replace(share.Shape(**opened), closed=_counted(asked, room)))


def _counted(asked: Asked, room: MetricRoom) -> dict[str, int]:
    """Inconclusive while the cache fills after a start."""
    with room.context.reading("gate") as db:
        row = db.rows(fact("block_reads"))[0]
    up = row["now"] - row["started"]
    if up < duration.parse(asked.warm_up):
        raise Inconclusive(f"the server was started {duration.words(up)} ago; its cache counts after {asked.warm_up}")
    return {"part": int(row["hits"]), "whole": int(row["blocks"])}
