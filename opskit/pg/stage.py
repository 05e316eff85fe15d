"""Sessions that act the script of a check out, on a throwaway database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from opskit.catalog.check_script import Act
from opskit.errors import Failed
from opskit.pg.connection import Connection, connect

WAIT_S = 60.0
_APPLICATION = "opskit check test"
_ALONE = """
select count(*) = 1 as done from pg_catalog.pg_stat_activity
where datname = pg_catalog.current_database() and backend_type = 'client backend'
"""


class Stage:
    def __init__(self, conninfo: str, held: ExitStack) -> None:
        self._conninfo = conninfo
        self._held = held
        self._main = self._opened()
        self._sessions: dict[str, Connection] = {}

    @property
    def database(self) -> str:
        return self._main.info.dbname

    def act(self, each: Act) -> None:
        """Failed when a statement fails, or what is waited for does not come."""
        try:
            if each.how == "wait":
                self._wait(each.sql)
            elif each.how == "send":
                self._session(each).pgconn.send_query(each.sql.encode())
            else:
                self._session(each).execute(each.sql.encode())
        except psycopg.Error as error:
            raise Failed(f"the script fails at: {each.sql}", str(error).strip()) from error

    def dismiss(self) -> None:
        """Close all sessions but the main one, and see them gone from the server."""
        for connection in self._sessions.values():
            connection.close()
        self._sessions.clear()
        self._wait(_ALONE)

    def _session(self, each: Act) -> Connection:
        if not each.session:
            return self._main
        if each.session not in self._sessions:
            self._sessions[each.session] = self._opened(each.login)
        return self._sessions[each.session]

    def _opened(self, login: str = "") -> Connection:
        conninfo = make_conninfo(self._conninfo, user=login) if login else self._conninfo
        return self._held.enter_context(connect("the throwaway database", conninfo, _APPLICATION, {}))

    def _wait(self, query: str) -> None:
        end = time.monotonic() + WAIT_S
        while not self._true(query):
            if time.monotonic() > end:
                raise Failed(f"never true within {WAIT_S:.0f} s: {query.strip()}")
            time.sleep(0.05)

    def _true(self, query: str) -> bool:
        row = self._main.execute(query.encode()).fetchone()
        return row is not None and next(iter(row.values())) is True


@contextmanager
def stage(conninfo: str) -> Iterator[Stage]:
    """What a script leaves outside its database (settings, prepared transactions, slots) is taken back at the end."""
    with ExitStack() as held:
        scene = Stage(conninfo, held)
        scene.act(Act("run", "revoke all on schema public from public"))
        try:
            yield scene
        finally:
            _take_back(conninfo)


def _take_back(conninfo: str) -> None:
    with connect("the throwaway database", conninfo, _APPLICATION, {}) as connection:
        connection.execute("alter system reset all")
        connection.execute("select pg_catalog.pg_reload_conf()")
        for row in connection.execute("select gid from pg_catalog.pg_prepared_xacts").fetchall():
            connection.execute(sql.SQL("rollback prepared {}").format(sql.Literal(row["gid"])))
        connection.execute(
            "select pg_catalog.pg_drop_replication_slot(slot_name) from pg_catalog.pg_replication_slots"
            " where not active"
        )
