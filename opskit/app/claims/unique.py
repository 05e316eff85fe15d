"""Whether the database itself lets no two rows of `table` be alike in `columns`: by a unique index or constraint over
them, or over some of them, that holds for every row. One with a predicate lets those be alike that it leaves out."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.catalog.facts import fact
from opskit.core.step import Row
from opskit.errors import Inconclusive
from opskit.value import Value

_THERE = "select pg_catalog.to_regclass(%(name)s)::text as name"


class Asked(Value):
    table: str
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("`columns` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    rows = room.db.rows(fact("unique_rules"), table=there(asked.table, room), columns=list(asked.columns))
    whole = [row for row in rows if not _gap(row)]
    if whole:
        return Answered(ClaimVerdict.VERIFIED, f"{whole[0]['name']}: {whole[0]['definition']}")
    if rows:
        return Answered(ClaimVerdict.REFUTED, f"{rows[0]['name']}: {rows[0]['definition']}", _gap(rows[0]))
    return Answered(ClaimVerdict.REFUTED, "no unique index", f"nothing keeps ({', '.join(asked.columns)}) unique")


def there(table: str, room: Room) -> str:
    """Its name as SQL. Inconclusive when there is no such table; a name that is none is refused by the server."""
    name = room.db.rows(_THERE, name=table)[0]["name"]
    if name is None:
        raise Inconclusive(f"there is no table {table} here")
    return str(name)


def _gap(row: Row) -> str:
    """The rows it does not hold for; empty when it holds for all."""
    if row["predicate"]:
        return f"only for rows with {row['predicate']}: others may be alike, to each other and to one of these"
    if row["nullable"]:
        return f"NULL is like no other NULL: rows without {', '.join(row['nullable'])} may be alike"
    return ""
