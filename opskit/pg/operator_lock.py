"""One operator per database: an advisory lock on a session of its own, polled and never waited for.

A session that waits inside pg_advisory_lock makes another's CREATE INDEX CONCURRENTLY die of a deadlock and leave an
INVALID index; pg_try_advisory_lock in autocommit does not (measured on 12, 15 and 18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opskit.core.environment import Environment
from opskit.core.step import Reader, Row
from opskit.errors import Locked
from opskit.pg.connection import connect
from opskit.pg.reading import run_query

# Two halves of the 64-bit key: "opsk" and 1, so that pg_locks shows who it is.
KEY = (0x6F70736B, 1)
_HOLDER = """
select a.pid, a.usename::text as login, a.application_name as application, a.client_addr::text as host,
  a.backend_start as since
from pg_catalog.pg_locks as l join pg_catalog.pg_stat_activity as a on a.pid = l.pid
where l.locktype = 'advisory' and l.classid = %(high)s and l.objid = %(low)s and l.granted
  and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
order by a.pid
"""


@contextmanager
def operating(environment: Environment, application: str) -> Iterator[None]:
    """Hold the operator's lock. Locked (exit 5) names who holds it and since when."""
    settings = {"idle_session_timeout": "0", "client_connection_check_interval": "1s"}
    with connect(environment.name, environment.conninfo, application, settings) as connection:
        keys: dict[str, object] = {"high": KEY[0], "low": KEY[1]}
        taken = run_query(connection, "select pg_catalog.pg_try_advisory_lock(%(high)s, %(low)s) as taken", keys)
        if not taken[0]["taken"]:
            holders = run_query(connection, _HOLDER, keys)
            raise Locked(
                f"another operator is at work on {environment.name} (nothing was changed)",
                _who(holders),
                "opskit locks",
            )
        yield


def refuse_second(environment: Environment, db: Reader) -> None:
    """Locked when somebody is at work already: looked at before anybody is asked to confirm anything."""
    holders = db.rows(_HOLDER, high=KEY[0], low=KEY[1])
    if holders:
        raise _locked(environment, holders)


def _locked(environment: Environment, holders: Sequence[Row]) -> Locked:
    what = f"another operator is at work on {environment.name} (nothing was changed)"
    return Locked(what, _who(holders), "opskit locks")


def _who(holders: Sequence[Row]) -> str:
    if not holders:
        return "it has just let go; try again"
    row = holders[0]
    where = f"from {row['host'] or 'this host'}, {row['application']}"
    return f"pid {row['pid']}, login {row['login']}, {where}, since {row['since']:%H:%M:%S}"
