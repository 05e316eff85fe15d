"""Whether settings of the server are what `expect` says (`statement_timeout <= 30s and statement_timeout > 0`), as they
take effect for the logins that use the tables, or for `role` alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opskit.app.item_kinds import Room
from opskit.catalog.facts import fact
from opskit.core import rule
from opskit.core.item_state import Seen, Status
from opskit.core.rule import Condition
from opskit.core.setting_value import holds
from opskit.core.step import Row
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.pg.reading import ReadSession


class Asked(Value):
    expect: str
    role: str = ""

    def __post_init__(self) -> None:
        rule.parse(self.expect)


def look(asked: Asked, room: Room) -> Seen:
    from opskit.app.looking import looking

    with looking(room.context) as db:
        return seen_of(asked, db)


def seen_of(asked: Asked, db: ReadSession) -> Seen:
    """In a session as `looking` gives one."""
    conditions = rule.parse(asked.expect).conditions
    rows = db.rows(fact("login_settings"), names=sorted({each.name for each in conditions}), role=asked.role)
    database = db.server.database
    unknown = [each.name for each in conditions if each.name not in {row["name"] for row in rows}]
    hidden = [_words(row) for row in rows if row["value"] is None]
    wrong = _wrong(conditions, rows)
    if wrong:
        return Seen(Status.PENDING, f"{wrong[0]}; wanted: {asked.expect}", wrong, database=database)
    if unknown or hidden:
        why = hidden or [f"no login or no setting to look at: {', '.join(unknown)}"]
        return Seen(Status.INCONCLUSIVE, why[0], tuple(why), database=database)
    return Seen(Status.PASS, asked.expect, tuple(dict.fromkeys(map(_words, rows))), database=database)


def _wrong(conditions: Sequence[Condition], rows: Sequence[Row]) -> tuple[str, ...]:
    found = [
        _words(row)
        for condition in conditions
        for row in rows
        if row["name"] == condition.name
        and row["value"] is not None
        and not holds(condition, str(row["value"]), str(row["unit"] or ""))
    ]
    return tuple(dict.fromkeys(found))


def _words(row: Row) -> str:
    if row["value"] is None:
        return f"{row['name']} of the server is hidden by this login's own"
    unit = row["unit"] or "" if row["level"] == "server" else ""
    return f"{row['name']} = {row['value']}{unit} for {row['login']}, set by {row['level']}"
