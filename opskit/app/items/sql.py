"""Whether what a query gives is what `expect` says: `rows == 0` counts its rows, every other name is a column of its
first row (`value >= 1 and value < 100`). It runs in a session that cannot write, with a time limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from opskit.app.item_kinds import Room
from opskit.core import rule
from opskit.core.item_state import Seen, Status
from opskit.core.rule import Condition
from opskit.core.step import Row
from opskit.value import Value

ROWS = "rows"
# As many rows as a person reads; all are counted.
_SHOWN = 20


# So that it is one query and nothing else, and that rows without a column count too.
_WRAPPED = 'select true as "opskit: a row", f.* from (\n{}\n) as f'


class Asked(Value):
    query: str
    expect: str

    def __post_init__(self) -> None:
        rule.parse(self.expect)
        if not self.query.strip():
            raise ValueError("`query` is empty")


def look(asked: Asked, room: Room) -> Seen:
    """A column that is not there or NULL is no answer."""
    from opskit.app.looking import looking

    conditions = rule.parse(asked.expect).conditions
    with looking(room.context) as db:
        rows = [_own(row) for row in db.rows(_WRAPPED.format(asked.query.strip().rstrip(";")))]
        database = db.server.database
    values = {**(rows[0] if rows else {}), ROWS: len(rows)}
    evidence = _evidence(rows)
    unknown = [each.name for each in conditions if values.get(each.name) is None]
    if unknown:
        text = f"the query gives no {unknown[0]}: {len(rows)} rows"
        return Seen(Status.INCONCLUSIVE, text, evidence, database=database)
    told = ", ".join(f"{each.name} = {values[each.name]}" for each in conditions)
    if all(_holds(each, values) for each in conditions):
        return Seen(Status.PASS, told, evidence, database=database)
    finding = f"{asked.query}\n{asked.expect}"
    return Seen(Status.FAIL, f"{told}; wanted: {asked.expect}", evidence, database=database, finding=finding)


def _own(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "opskit: a row"}


def _holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    value, wanted = values[condition.name], condition.number
    if isinstance(value, bool):
        return condition.compare("true" if value else "false", condition.value)
    if isinstance(value, (int, float, Decimal)) and wanted is not None:
        return condition.compare(Decimal(str(value)), wanted)
    return condition.compare(str(value), condition.value)


def _evidence(rows: Sequence[Row]) -> tuple[str, ...]:
    shown = tuple(", ".join(f"{name} = {value}" for name, value in row.items()) for row in rows[:_SHOWN])
    return shown if len(rows) <= _SHOWN else (*shown, f"and {len(rows) - _SHOWN} more")
