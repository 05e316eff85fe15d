"""What a query gives: the columns of its one row, as numbers, under their names. It runs in a session that cannot
write, with a time limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.core.step import Row
from opskit.errors import Inconclusive
from opskit.value import Value

GIVES = "[a-z_]+"
# So that it is one query and nothing else.
_WRAPPED = "select f.* from (\n{}\n) as f"


class Asked(Value):
    query: str

    def __post_init__(self) -> None:
        if not self.query.strip():
            raise ValueError("`query` is empty")


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive unless it is one row with a number in it; NULL is no number."""
    from opskit.app.looking import looking
    from opskit.gate.shapes import gauge

    with looking(room.context) as db:
        rows = db.rows(_WRAPPED.format(asked.query.strip().rstrip(";")))
    values = _numbers(rows[0]) if len(rows) == 1 else {}
    if not values:
        raise Inconclusive(f"the query gives no number: {len(rows)} rows")
    return Measurement(gauge.Shape(values))


def _numbers(row: Row) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if _is_number(value)}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and float(value) == float(value)
