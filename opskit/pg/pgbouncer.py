"""What a PgBouncer tells of itself on its console: the database `pgbouncer`, where it understands SHOW and no SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row

from opskit.core.step import Row
from opskit.pg import faults
from opskit.pg.connection import Connection

DATABASE = "pgbouncer"
_ORDER = {"pools": ("database", "user"), "databases": ("name",)}


def shown(conninfo: str, application: str, tables: Sequence[str]) -> dict[str, Sequence[Row]]:
    """SHOW POOLS and the like, by the name of the table in small letters. Unreachable when nobody answers, NotPermitted
    when the login is among neither admin_users nor stats_users."""
    with _console(conninfo, application) as console:
        try:
            return {table: _rows(console, table) for table in tables}
        except psycopg.Error as error:
            raise faults.reading(error) from error


def _rows(console: Connection, table: str) -> Sequence[Row]:
    rows = console.execute(f"show {table}".encode()).fetchall()
    return sorted(rows, key=lambda row: [str(row[name]) for name in _ORDER.get(table, ())])


@contextmanager
def _console(conninfo: str, application: str) -> Iterator[Connection]:
    """It takes no settings at the start, and its version is none of a server's."""
    dbname = conninfo_to_dict(conninfo).get("dbname") or DATABASE
    merged = make_conninfo(conninfo, dbname=dbname, application_name=application[:63], connect_timeout=5)
    try:
        opened = psycopg.connect(merged, autocommit=True, row_factory=dict_row, prepare_threshold=None)
    except psycopg.Error as error:
        raise faults.connecting(error, DATABASE) from error
    with opened:
        yield opened
