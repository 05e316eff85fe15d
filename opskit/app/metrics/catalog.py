"""The indexes the migrations make, as the catalog has them: `expected`, `missing`, `invalid`, `different`,
`building`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opskit.app.items.verify_indexes import broken
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.errors import Inconclusive
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.indexes_verified import IndexesVerified

GIVES = "expected|missing|invalid|different|building"
OF_INDEXES = True
SHOWN = 5


class Asked(Value):
    pass


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive where no migration makes an index: then there is nothing that could be missing."""
    from opskit.gate.shapes import gauge

    found = verified(room)
    return Measurement(gauge.Shape({"expected": found.summary.expected, **states(found)}, broken(found)[:SHOWN]))


def verified(room: MetricRoom) -> IndexesVerified:
    from opskit.app.indexes_verified import Question
    from opskit.app.verify_indexes import verify_indexes

    found = verify_indexes(room.context, Question(pending=True)).data
    if not found.summary.expected:
        raise Inconclusive("the migrations make no index", "", "opskit verify indexes")
    return found


def states(found: IndexesVerified) -> dict[str, int]:
    each = found.summary
    return {
        "missing": each.missing, "invalid": each.invalid, "different": each.different, "building": each.building,
    }  # fmt: skip
