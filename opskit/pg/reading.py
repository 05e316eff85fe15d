"""The session that looks: read-only by the server's own setting, with a time limit for every query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import make_conninfo

from opskit.catalog.facts import fact
from opskit.core.environment import Environment, Server
from opskit.core.step import Row
from opskit.core.witness import Witness, nobody
from opskit.pg import faults
from opskit.pg.connection import Connection, connect, guard_identity

SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",
}


# Of a page that is there at once: what the server does not answer within so many seconds is told as not seen.
GLANCE_S = 2
GLANCE = {**SETTINGS, "statement_timeout": f"{GLANCE_S}s", "lock_timeout": "1s"}


class ReadSession:
    """A core.step.Reader. Autocommit: no snapshot is held between two queries."""

    def __init__(self, connection: Connection, witness: Witness = nobody) -> None:
        self._connection = connection
        self._witness = witness
        self.server = identify(connection)

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        found = run_query(self._connection, query, params)
        self._witness(self.server, query, len(found))
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Rolled back at its end, so that no setting outlives it; within another one it is a savepoint."""
        with self._connection.transaction(force_rollback=True):
            yield


@contextmanager
def reading(environment: Environment, application: str, witness: Witness = nobody) -> Iterator[ReadSession]:
    conninfo = environment.reached(environment.read_conninfo)
    with connect(environment.name, conninfo, application, SETTINGS) as connection:
        session = ReadSession(connection, witness)
        guard_identity(environment, session.server)
        yield session


@contextmanager
def glancing(environment: Environment, application: str) -> Iterator[ReadSession]:
    """A session that looks at what is going on now, and waits for nothing longer than GLANCE_S."""
    brief = environment.reached(quick(environment.read_conninfo))
    with connect(environment.name, brief, application, GLANCE) as connection:
        session = ReadSession(connection)
        guard_identity(environment, session.server)
        yield session


def quick(conninfo: str) -> str:
    """The same, given up after GLANCE_S."""
    return make_conninfo(conninfo, connect_timeout=GLANCE_S)


def run_query(connection: Connection, query: str, params: dict[str, object]) -> Sequence[Row]:
    try:
        cursor = connection.execute(query.encode(), params or None)
        return cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        raise faults.reading(error) from error


def identify(connection: Connection) -> Server:
    return Server(**run_query(connection, fact("server"), {})[0])
