"""A file of SQL run statement by statement, as psql would: for throwaway databases only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opskit.pg.connection import connect
from opskit.pg.reading import run_query


def run_script(conninfo: str, statements: Iterable[str], parameters: Mapping[str, str] | None = None) -> None:
    """`parameters` are custom settings (intowork.jobs) that the script reads with current_setting."""
    with connect("the throwaway server", conninfo, "opskit/script", {}) as connection:
        for name, value in (parameters or {}).items():
            run_query(
                connection, "select pg_catalog.set_config(%(name)s, %(value)s, false)", {"name": name, "value": value}
            )
        for statement in statements:
            run_query(connection, statement, {})
