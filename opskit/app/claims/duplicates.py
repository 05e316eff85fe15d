"""Whether no rows of `table` are alike in `columns`, of those for which `filter` holds. A row with NULL in one of them
is like no other. It reads the table whole, for at most five seconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import TOLD
from opskit.app.claims.unique import there
from opskit.core.identifier import ident
from opskit.errors import InvalidFile
from opskit.migrate.parser import parse
from opskit.value import Value

_QUERY = """
select
    coalesce(pg_catalog.sum(alike.n), 0)::bigint as rows,
    (count(*) filter (where alike.n > 1))::bigint as groups
from (
    select count(*) as n from {table}
    where ({where}) and ({known})
    group by {columns}
) as alike
"""


class Asked(Value):
    table: str
    columns: tuple[str, ...]
    filter: str = "true"

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("`columns` is empty")


def faults(asked: Asked, home: Path) -> Sequence[str]:
    """A condition, and nothing behind it."""
    try:
        one = len(parse(f"select 1 where ({asked.filter})")) == 1
    except InvalidFile as error:
        return [f"`filter` is no condition: {error.faults[0].text}"]
    return [] if one else ["`filter` is no condition: it ends its statement"]


def answer(asked: Asked, room: Room) -> Answered:
    columns = [ident(each) for each in asked.columns]
    query = _QUERY.format(
        table=there(asked.table, room), where=asked.filter, columns=", ".join(columns),
        known=" and ".join(f"{each} is not null" for each in columns),
    )  # fmt: skip
    with room.briefly() as db:
        (row,) = db.rows(query)
    told = f"{row['groups']:,} values of ({', '.join(asked.columns)}) are there more than once, in {row['rows']:,} rows"
    if not row["rows"]:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, f"there is no such row of {asked.table} to look at")
    return Answered(TOLD[not row["groups"]], told)
