"""The session that writes: one statement per execute, its record beside it, a budget for each class of statement."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import psycopg
from psycopg import errors as pg

from opskit.catalog.facts import fact
from opskit.core.budget import Budget, lock_timeout_s
from opskit.core.change import Change
from opskit.core.environment import Environment, Server
from opskit.core.pace import HOLD_S, Pace, held_for_an_instant, pace_of
from opskit.core.step import Ran, Row
from opskit.core.throttle import Limits
from opskit.errors import Blocked, Interrupted, OpskitError, Partial
from opskit.pg import faults, recording
from opskit.pg.blocking import Queue, holders
from opskit.pg.connection import ENDS_WITH_ITS_CLIENT, Connection, connect, guard_identity
from opskit.pg.ending import Crew, Ending
from opskit.pg.failover import Watch
from opskit.pg.file_settings import FileSettings
from opskit.pg.reading import run_query
from opskit.pg.throttle import wait_for_room
from opskit.value import Value, field, replace

SETTINGS = {
    **ENDS_WITH_ITS_CLIENT,
    "idle_in_transaction_session_timeout": "60s",
    "statement_timeout": "0",
}
# What a failed statement left is dropped CONCURRENTLY, which may have to wait for old transactions; what cannot be
# dropped in this time is left for the next apply, which finds it.
CLEANING_S = 10.0
_DEADLOCK_TIMEOUT = (
    "select extract(epoch from pg_catalog.current_setting('deadlock_timeout')::pg_catalog.interval)::float8 as seconds"
)
_BUDGETED = (
    "select pg_catalog.set_config('lock_timeout', %(lock)s, %(local)s),"
    " pg_catalog.set_config('statement_timeout', %(statement)s, %(local)s)"
)
_LATE = "opskit locks   (what it waited for), then opskit apply again, perhaps with another [apply] deadline"


def _nothing(*_: object, **__: object) -> None:
    return None


class Terms(Value):
    """What a writing session works under. `tell` hears a sentence whenever something is waited for; `note` puts on
    record what opskit did to others; `crew` knows all sessions under the same terms, and `watch` which server they
    began on."""

    budget: Budget = field(default_factory=Budget)
    tell: Callable[[str], None] = _nothing
    note: Callable[..., object] = _nothing
    limits: Limits = field(default_factory=Limits)
    crew: Crew = field(default_factory=Crew)
    watch: Watch = field(default_factory=Watch)


class WriteSession:
    """A core.step.Writer."""

    def __init__(self, connection: Connection, environment: Environment, application: str, terms: Terms) -> None:
        self._connection = connection
        self._environment, self._application, self._terms = environment, application, terms
        self._ending, self._settings = Ending(connection), FileSettings(connection)
        terms.crew.join(self._ending)
        self._queue = Queue(self, terms.budget, terms.tell, terms.note, self._ending.pause)
        self.server = Server(**self.rows(fact("server"))[0])
        terms.watch.begin(environment, self)
        self._lock_timeout_s = lock_timeout_s(float(self.rows(_DEADLOCK_TIMEOUT)[0]["seconds"]))
        self.cancel = self._ending.cancel

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        """Interrupted where it was cut off as the run is to stop; whoever cancels does not see what runs."""
        try:
            return run_query(self._connection, query, dict(params))
        except OpskitError as error:
            cut_off = isinstance(error.__cause__, pg.QueryCanceled) and self._ending.cancelled
            if cut_off and not self._ending.cleaning:
                raise Interrupted("stopped while it looked") from error
            raise

    def beside(self) -> AbstractContextManager[WriteSession]:
        return writing(self._environment, self._application, self._terms)

    def run(self, changes: Sequence[Change], after: Callable[[int], Change | None], /) -> Sequence[Ran]:
        with self._ending.within(self._terms.budget.deadline_s):
            return self._patiently(changes, after)

    def take_back(self, change: Change, /) -> None:
        with self._ending.clean_up(), self._ending.within(CLEANING_S):
            self._patiently([change], _nothing)

    def _patiently(self, changes: Sequence[Change], after: Callable[[int], Change | None]) -> Sequence[Ran]:
        waited, budget, summary = 0.0, self._terms.budget, changes[0].summary
        for attempt in range(1, budget.attempts + 1):
            waited += self._stay_out(changes, waited)
            began = time.monotonic()
            try:
                with self._settings.of(changes[0].do.session):
                    took = self._once(changes, after)
                first, *rest = [Ran(seconds, attempt) for seconds in took]
                return [replace(first, seconds=first.seconds + waited, waited_s=waited), *rest]
            except (pg.LockNotAvailable, pg.DeadlockDetected) as error:
                self._give_way(changes, attempt, error)
                waited += time.monotonic() - began
            except psycopg.Error as error:
                raise self._refused(changes, error) from error
        why = self._in_the_way(changes)
        raise Blocked(f"{summary}: gave up after {budget.attempts} attempts", why, "opskit locks, then opskit apply")

    def _stay_out(self, changes: Sequence[Change], already_s: float) -> float:
        """Only what others would queue behind has to stay out: a long online statement lets reads and writes pass."""
        if self._ending.cleaning:
            return 0.0
        self._ending.go_on(changes[0].summary)
        terms = self._terms
        way, patience = self._environment.way, terms.budget.patience_s
        terms.watch.look(self._environment, terms.tell)
        wait_for_room(self, terms.limits, patience, self._ending.pause, terms.tell, way=way)
        return 0.0 if pace_of(changes) is Pace.ONLINE_LONG else self._queue.stay_out(changes, already_s)

    def _once(self, changes: Sequence[Change], after: Callable[[int], Change | None]) -> list[float]:
        """Seconds of each."""
        if changes[0].do.transactional:
            with self._connection.transaction():
                self._allow(changes, local=True)
                took = list(self._each(changes, after))
                self._ending.go_on(changes[0].summary)
            return took
        self._allow(changes, local=False)
        with self._settings.own_role():
            recording.intend(self._connection, changes[0])
        return list(self._each(changes[:1], after))

    def _each(self, changes: Sequence[Change], after: Callable[[int], Change | None]) -> Iterator[float]:
        by_now: Change | None = None
        for place, change in enumerate(changes):
            yield self._carried_out(by_now or change)
            with self._settings.own_role():
                by_now = after(place)

    def _carried_out(self, change: Change) -> float:
        self._settings.more(change.do.session)
        began = time.monotonic()
        self._connection.execute(change.do.sql.encode(), dict(change.do.params) or None)
        seconds = time.monotonic() - began
        with self._settings.own_role():
            recording.done(self._connection, change, seconds)
        return seconds

    def _allow(self, changes: Sequence[Change], local: bool) -> None:
        """A concurrent build that runs into lock_timeout leaves an INVALID index: it waits, and is watched instead."""
        lock_s = 0.0 if pace_of(changes) is Pace.ONLINE_LONG else self._lock_timeout_s
        instant = all(held_for_an_instant(change) for change in changes)
        statement_s = lock_s + HOLD_S if instant else 0.0
        values = {"lock": f"{lock_s * 1000:.0f}ms", "statement": f"{statement_s * 1000:.0f}ms", "local": local}
        self._connection.execute(_BUDGETED.encode(), values)

    def _give_way(self, changes: Sequence[Change], attempt: int, error: psycopg.Error) -> None:
        """Leave the queue, name who holds the lock, wait."""
        if not changes[0].do.transactional:
            raise self._refused(changes, error) from error
        budget, summary = self._terms.budget, changes[0].summary
        self._terms.tell(f"{summary}: attempt {attempt} of {budget.attempts} gave way; {self._in_the_way(changes)}")
        self._ending.pause(budget.pause_s(attempt, random.random()))  # noqa: S311 - jitter

    def _in_the_way(self, changes: Sequence[Change]) -> str:
        found = [each for each in holders(self, changes) if each.granted]
        return found[0].words if found else "the holder of the lock has gone"

    def _refused(self, changes: Sequence[Change], error: psycopg.Error) -> OpskitError:
        summary = changes[0].summary
        if faults.lost(error):
            what = f"{summary}: the connection was lost while it ran; its result is unknown"
            return Partial(what, str(error).strip(), "opskit apply   (looks what happened and goes on)")
        if isinstance(error, pg.QueryCanceled) and self._ending.late:
            limit = CLEANING_S if self._ending.cleaning else self._terms.budget.deadline_s
            return Blocked(f"{summary}: was not done within {limit:.0f} s, and was cancelled", "", _LATE)
        if isinstance(error, pg.QueryCanceled) and self._ending.cancelled:
            return Interrupted(f"{summary}: stopped while it ran")
        if isinstance(error, pg.QueryCanceled) and all(held_for_an_instant(change) for change in changes):
            why = f"by somebody, or because it held its lock for longer than the {HOLD_S:g} s that an instant may take"
            return Blocked(
                f"{summary}: was cancelled, so that nobody waits for it", why, "opskit locks, then opskit apply"
            )
        return faults.writing(error, summary)


@contextmanager
def writing(environment: Environment, application: str, terms: Terms) -> Iterator[WriteSession]:
    conninfo = environment.reached(environment.conninfo)
    with connect(environment.name, conninfo, application, SETTINGS) as connection:
        session = WriteSession(connection, environment, application, terms)
        guard_identity(environment, session.server)
        yield session
