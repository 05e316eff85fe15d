"""The session that writes: one statement per execute, its record beside it, patience for locks with a cap."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import errors as pg

from opskit.catalog.facts import fact, record
from opskit.core.change import Change, Irreversible
from opskit.core.environment import Environment, Server
from opskit.core.step import Ran, Row
from opskit.errors import Blocked, OpskitError, Partial
from opskit.pg import faults
from opskit.pg.connection import Connection, connect, guard_identity
from opskit.pg.reading import run_query

# A killed client must not leave its build running: PostgreSQL then notices within this time (14+).
SETTINGS = {"client_connection_check_interval": "1s", "idle_in_transaction_session_timeout": "60s"}
ATTEMPTS = 10
# lock_timeout below deadlock_timeout (1 s by default) can never get past a running autovacuum: the server cancels it
# only after deadlock_timeout. Measured: 900 ms fails for ever, 3 s succeeds at 1.0 s.
LEAST_LOCK_TIMEOUT_S = 2.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0
_DEADLOCK_TIMEOUT = (
    "select extract(epoch from pg_catalog.current_setting('deadlock_timeout')::pg_catalog.interval)::float8 as seconds"
)


class WriteSession:
    """A core.step.Writer. `tell` is called with a sentence whenever something is waited for."""

    def __init__(self, connection: Connection, tell: Callable[[str], None]) -> None:
        self._connection = connection
        self._tell = tell
        self.server = Server(**self.rows(fact("server"))[0])
        deadlock_s = float(self.rows(_DEADLOCK_TIMEOUT)[0]["seconds"])
        self._lock_timeout_ms = int(1000 * max(LEAST_LOCK_TIMEOUT_S, 1.5 * deadlock_s))

    @property
    def pid(self) -> int:
        return self._connection.info.backend_pid

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        return run_query(self._connection, query, dict(params))

    def run(self, change: Change, /) -> Ran:
        started = time.monotonic()
        waited = 0.0
        for attempt in range(1, ATTEMPTS + 1):
            began = time.monotonic()
            try:
                self._once(change)
                return Ran(time.monotonic() - started, attempt, waited)
            except (pg.LockNotAvailable, pg.DeadlockDetected) as error:
                waited += time.monotonic() - began + self._stand_aside(change, attempt, error)
            except psycopg.Error as error:
                raise self._refused(change, error) from error
        raise Blocked(f"{change.summary}: gave up after {ATTEMPTS} attempts", self._holders(change), "opskit locks")

    def _once(self, change: Change) -> None:
        statement = change.do
        if statement.transactional:
            with self._connection.transaction():
                self._set("lock_timeout", f"{self._lock_timeout_ms}ms")
                self._connection.execute(statement.sql.encode(), dict(statement.params) or None)
                self._record(change, "intent", "done")
            return
        # A concurrent build that runs into lock_timeout leaves an INVALID index: it waits, and is watched instead.
        self._set("lock_timeout", "0")
        self._set("statement_timeout", "0")
        self._record(change, "intent")
        self._connection.execute(statement.sql.encode())
        self._record(change, "done")

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("select pg_catalog.set_config(%s, %s, false)", [name, value])

    def _record(self, change: Change, *states: str) -> None:
        mark = change.mark
        if mark is None:
            return
        values = {"revision": mark.revision, "ordinal": mark.ordinal, "part": mark.part}
        for state in states:
            if mark.undo:
                if state == "done":
                    self._connection.execute(record("statement_state").encode(), {**values, "state": "undone"})
            elif state == "intent":
                self._connection.execute(
                    record("statement_intent").encode(), {**values, **_words(change), "run": mark.run}
                )
            else:
                self._connection.execute(record("statement_state").encode(), {**values, "state": state})

    def _stand_aside(self, change: Change, attempt: int, error: psycopg.Error) -> float:
        """Leave the queue, name who holds the lock, wait. Seconds waited."""
        if not change.do.transactional:
            raise self._refused(change, error) from error
        pause = float(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**attempt)) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter
        self._tell(f"{change.summary}: attempt {attempt} of {ATTEMPTS} gave way; {self._holders(change)}")
        time.sleep(pause)
        return pause

    def _holders(self, change: Change) -> str:
        relations = [lock.name for lock in change.effect.locks]
        rows = self.rows(fact("blockers"), relations=relations, older_than_s=0.0)
        holders = [row for row in rows if row["granted"]]
        if not holders:
            return "the holder of the lock has gone"
        first = holders[0]
        who = f"{first['user_name']}, {first['application'] or 'no application name'}, {first['state']}"
        age = first["age_seconds"] or 0
        return f"{first['relation']} is held by pid {first['pid']} ({who}, for {age:.0f} s): {first['query']}"

    def _refused(self, change: Change, error: psycopg.Error) -> OpskitError:
        if faults.lost(error):
            return Partial(
                f"{change.summary}: the connection was lost while it ran; its result is unknown",
                str(error).strip(),
                "opskit apply   (looks what happened and goes on)",
            )
        return faults.writing(error, change.summary)


@contextmanager
def writing(environment: Environment, application: str, tell: Callable[[str], None]) -> Iterator[WriteSession]:
    with connect(environment.name, environment.conninfo, application, SETTINGS) as connection:
        session = WriteSession(connection, tell)
        guard_identity(environment, session.server)
        yield session


def _words(change: Change) -> dict[str, object]:
    undo = change.undo
    irreversible = undo.reason if isinstance(undo, Irreversible) else ""
    statements = [] if isinstance(undo, Irreversible) else [statement.sql for statement in undo]
    return {
        "summary": change.summary,
        "sql": change.do.sql,
        "undo": statements,
        "irreversible": irreversible,
        "loss": change.loss.value,
    }
