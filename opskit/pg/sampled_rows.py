"""Some rows of every table, taken from one database into another that has its tables and no constraints yet: the first
of each, and those that they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg
from psycopg import sql

from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.step import Row
from opskit.errors import Inconclusive
from opskit.pg import reading
from opskit.pg.connection import Connection, connect
from opskit.pg.reading import run_query
from opskit.pg.scratch_database import APPLICATION
from opskit.value import Value

# Rows of each table, before those that rows of others refer to.
ROWS = 1000
# Rows that refer to rows that refer to rows: each pass goes one table further, and a cycle may take more.
PASSES = 100
_QUALIFIED = {"search_path": "pg_catalog"}


class Copied(Value):
    """`left_out` are tables whose rows could not be read or written, each with the reason."""

    rows: int
    left_out: Sequence[str]


def copy_sample(source: Environment, copy: Environment) -> Copied:
    """All from one snapshot of the source, in a session that cannot write. opskit's own record is copied whole."""
    with (
        connect(source.name, source.reached(source.conninfo), APPLICATION, {**reading.SETTINGS, **_QUALIFIED}) as here,
        connect(copy.name, copy.reached(copy.conninfo), APPLICATION, _QUALIFIED) as there,
        here.transaction(),
    ):
        here.execute("set transaction isolation level repeatable read, read only")
        left_out = [
            text for row in run_query(here, fact("copied_tables"), {}) if (text := _first_rows(here, there, row))
        ]
        _complete(here, there, run_query(here, fact("copied_references"), {}), left_out)
        for row in run_query(here, fact("copied_sequences"), {}):
            _advance(there, row)
        tables = run_query(there, fact("copied_tables"), {})
        return Copied(sum(_count(there, row) for row in tables), left_out)


def refresh_views(source: Environment, copy: Environment) -> None:
    """Materialized views that hold rows at the source get some here; one may need another first."""
    with connect(source.name, source.reached(source.conninfo), APPLICATION, reading.SETTINGS) as here:
        empty = {(row["schema"], row["name"]) for row in run_query(here, fact("unpopulated_views"), {})}
    with connect(copy.name, copy.reached(copy.conninfo), APPLICATION, {}) as there:
        waiting, before = _unpopulated(there) - empty, 0
        while len(waiting) != before:
            before = len(waiting)
            for each in sorted(waiting):
                _attempt(there, sql.SQL("refresh materialized view {}").format(sql.Identifier(*each)))
            waiting = _unpopulated(there) - empty
        there.execute("analyze")


def _unpopulated(db: Connection) -> set[tuple[str, str]]:
    return {(row["schema"], row["name"]) for row in run_query(db, fact("unpopulated_views"), {})}


def _attempt(db: Connection, statement: sql.Composed) -> None:
    """What cannot be done shows when the copy's schema is compared with the source's."""
    try:
        db.execute(statement)
    except psycopg.DatabaseError:
        return


def _advance(there: Connection, row: Row) -> None:
    """So that what a migration inserts does not meet the rows that are there."""
    _attempt(
        there,
        sql.SQL("select pg_catalog.setval({}, {})").format(
            sql.Literal(sql.Identifier(row["schema"], row["name"]).as_string()), sql.Literal(row["last_value"])
        ),
    )


def _first_rows(here: Connection, there: Connection, row: Row) -> str:
    """Empty, or why there are none."""
    only = sql.SQL("") if row["partitioned"] else sql.SQL("only ")
    limit = sql.SQL("") if row["whole"] else sql.SQL(" limit {}").format(sql.Literal(ROWS))
    table = sql.Identifier(row["schema"], row["name"])
    query = sql.SQL("select {} from {}{}{}").format(_listed(row["columns"]), only, table, limit)
    try:
        _copy(here, there, query, table, row["columns"])
    except psycopg.DatabaseError as error:
        return f"{table.as_string()}: {error.diag.message_primary or error}"
    return ""


def _complete(here: Connection, there: Connection, references: Sequence[Row], left_out: list[str]) -> None:
    """Until every row has what it refers to; NOT VALID references are left as they are."""
    for _ in range(PASSES):
        taken = [_take_missing(here, there, row, left_out) for row in references]
        if not any(taken):
            return
    raise Inconclusive(
        "the rows of a sample refer to ever more rows (nothing was changed)", "", "opskit rehearse --copy full"
    )


def _take_missing(here: Connection, there: Connection, row: Row, left_out: list[str]) -> bool:
    keys = _missing(there, row)
    if not keys:
        return False
    parent = sql.Identifier(row["parent_schema"], row["parent"])
    arrays = [
        sql.SQL("{}::text[]::{}[]").format(sql.Literal([key[place] for key in keys]), sql.SQL(kind))
        for place, kind in enumerate(row["types"])
    ]
    names = [sql.Identifier(f"k{place}") for place in range(len(arrays))]
    query = sql.SQL("select {} from {} as p join rows from ({}) as k ({}) on {}").format(
        sql.SQL(", ").join(sql.Identifier("p", name) for name in row["columns"]),
        parent,
        sql.SQL(", ").join(sql.SQL("unnest({})").format(each) for each in arrays),
        sql.SQL(", ").join(names),
        _equal(zip((sql.Identifier("p", name) for name in row["parent_columns"]), names, strict=True)),
    )
    try:
        return _copy(here, there, query, parent, row["columns"]) > 0
    except psycopg.DatabaseError as error:
        left_out.append(f"{parent.as_string()}: {error.diag.message_primary or error}")
        return False


def _missing(there: Connection, row: Row) -> list[tuple[str, ...]]:
    """The keys, as text, that rows of the child refer to and that the parent does not have."""
    mine = [sql.Identifier("c", name) for name in row["child_columns"]]
    theirs = [sql.Identifier("p", name) for name in row["parent_columns"]]
    places = range(len(mine))
    query = sql.SQL("select distinct {} from {} as c where {} and not exists (select from {} as p where {})").format(
        sql.SQL(", ").join(sql.SQL("{}::text as {}").format(mine[at], sql.Identifier(str(at))) for at in places),
        sql.Identifier(row["child_schema"], row["child"]),
        sql.SQL(" and ").join(sql.SQL("{} is not null").format(each) for each in mine),
        sql.Identifier(row["parent_schema"], row["parent"]),
        _equal(zip(theirs, mine, strict=True)),
    )
    return [tuple(found[str(at)] for at in places) for found in there.execute(query).fetchall()]


def _equal(pairs: Iterable[tuple[sql.Identifier, sql.Identifier]]) -> sql.Composed:
    return sql.SQL(" and ").join(sql.SQL("{} = {}").format(left, right) for left, right in pairs)


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _copy(
    here: Connection, there: Connection, query: sql.Composed, table: sql.Identifier, columns: Sequence[str]
) -> int:
    """The number of rows. A refusal leaves both sessions usable."""
    target = sql.SQL("copy {} ({}) from stdin").format(table, _listed(columns))
    if not columns:
        return 0
    with here.transaction(), here.cursor() as reader, there.cursor() as writer:
        with reader.copy(sql.SQL("copy ({}) to stdout").format(query)) as rows, writer.copy(target) as into:
            for data in rows:
                into.write(data)
        return writer.rowcount


def _count(there: Connection, row: Row) -> int:
    table = sql.Identifier(row["schema"], row["name"])
    only = sql.SQL("") if row["partitioned"] else sql.SQL("only ")
    found = there.execute(sql.SQL("select pg_catalog.count(*) as n from {}{}").format(only, table)).fetchone()
    return int(found["n"]) if found else 0
