"""The session with the server that keeps the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import psycopg
from psycopg import errors as pg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from opskit.catalog.facts import fact, ledger
from opskit.core.environment import Environment, Server
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.errors import Blocked, NotPermitted, OpskitError, Unreachable
from opskit.pg import faults
from opskit.pg.connection import Connection, connect

# Half of what an environment is given: a rollback does not wait longer to find that there is no ledger.
CONNECT_S = 5
APPLICATION = "opskit ledger"
SETTINGS = {
    # Whoever appends waits for those who append, which is milliseconds: a lock that is not had in this time is
    # somebody's who has stopped in the middle.
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    # What was recorded is not lost with the server, whatever else that one is used for.
    "synchronous_commit": "on",
}


class LedgerSession:
    """Autocommit; for one thread at a time in a transaction, else for any."""

    def __init__(self, kept: Environment, connection: Connection) -> None:
        self._kept, self._connection = kept, connection

    @cached_property
    def server(self) -> Server:
        """Asked for when it is wanted: most readers of a ledger do not want it."""
        return Server(**self.rows(fact("server"))[0])

    @property
    def lost(self) -> bool:
        """Whether nothing more can be had from it."""
        return self._connection.broken or self._connection.closed

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        with self._translated():
            cursor = self._connection.execute(query.encode(), params or None)
            return cursor.fetchall() if cursor.description else []

    def copy(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Into a table, by COPY … FROM STDIN."""
        with self._translated(), self._connection.cursor().copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    def told(self, seconds: float) -> bool:
        """Whether the server notified within this time; at once when it did."""
        with self._translated():
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: psycopg.Error) -> OpskitError:
        name, asked = self._kept.name, self._connection.info
        if isinstance(error, (pg.UndefinedTable, pg.UndefinedFunction, pg.InvalidSchemaName)):
            return Blocked(
                "the ledger is not made yet (nothing was recorded)",
                f"database {asked.dbname} of {name} has no schema opskit_ledger, or one that is not whole",
                "opskit ledger init -n   (shows what it would create)",
            )
        if isinstance(error, pg.InsufficientPrivilege):
            return NotPermitted(
                f"the ledger {name} refused it (nothing was recorded)",
                str(error.diag.message_primary),
                f"as its owner: grant opskit_ledger_writer to {ident(asked.user)}",
            )
        if isinstance(error, (pg.LockNotAvailable, pg.QueryCanceled, pg.ReadOnlySqlTransaction)):
            return Unreachable(f"the ledger {name} takes nothing in", str(error.diag.message_primary), "opskit doctor")
        return faults.reading(error)


@contextmanager
def ledger_session(kept: Environment) -> Iterator[LedgerSession]:
    """Unreachable or Unsupported when it cannot be had."""
    within = conninfo_to_dict(kept.conninfo).get("connect_timeout") or CONNECT_S
    conninfo = kept.reached(make_conninfo(kept.conninfo, connect_timeout=within))
    with connect(kept.name, conninfo, APPLICATION, SETTINGS) as connection:
        yield LedgerSession(kept, connection)


@contextmanager
def listening(kept: Environment) -> Iterator[LedgerSession]:
    """One that hears what is appended from now on."""
    with ledger_session(kept) as session:
        session.rows(ledger("listen"))
        yield session
