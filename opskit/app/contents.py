"""The rows of all tables, as counts and digests by which a copy is compared with itself."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.errors import OpskitError
from opskit.value import Value

_TABLE = """
select pg_catalog.count(*) as rows, coalesce(pg_catalog.sum(pg_catalog.hashtextextended(t::text, 0)), 0)::text as digest
from only {table} as t
"""


class Contents(Value):
    """By qualified table name. A sum of hashes, so that the order of rows does not count."""

    rows: int
    digest: str


def contents(db: Reader) -> Mapping[str, Contents | None]:
    """None for a table that could not be read, or not within the session's time limit."""
    return {str(row["name"]): _of(db, str(row["name"])) for row in db.rows(fact("user_tables"))}


def _of(db: Reader, table: str) -> Contents | None:
    try:
        row = db.rows(_TABLE.format(table=table))[0]
    except OpskitError:
        return None
    return Contents(int(row["rows"]), str(row["digest"]))


def changed(before: Mapping[str, Contents | None], after: Mapping[str, Contents | None]) -> list[str]:
    """In words, for the tables that are there both times."""
    found = []
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        if was and now and was != now:
            how = f"{was.rows} rows, then {now.rows}" if was.rows != now.rows else "other values"
            found.append(f"{name} ({how})")
    return found
