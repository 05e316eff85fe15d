"""One operator per database: an advisory lock on a session of its own, polled and never waited for.

A session that waits inside pg_advisory_lock makes another's CREATE INDEX CONCURRENTLY die of a deadlock and leave an
INVALID index; pg_try_advisory_lock in autocommit does not (measured on 12, 15 and 18). The holder gives signs of life:
one that is silent was killed where the server could not hear it, and its lock is taken over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.errors import Locked, NotPermitted
from opskit.pg.connection import ENDS_WITH_ITS_CLIENT, Connection, connect
from opskit.pg.heartbeat import Heartbeat
from opskit.pg.pooler import refuse_pooler
from opskit.pg.reading import run_query
from opskit.value import Value

# Two halves of the 64-bit key: "opsk" and 1, so that pg_locks shows who it is.
KEY = (0x6F70736B, 1)
# A holder that lives has given a sign within 2 s, or takes itself for lost after 17 s (heartbeat.EVERY_S, ANSWER_S).
DEAD_AFTER_S = 20.0
TAKE_OVER_S, LOOK_EVERY_S = 3.0, 0.1
_SETTINGS = {**ENDS_WITH_ITS_CLIENT, "idle_session_timeout": "0"}
_TAKE = "select pg_catalog.pg_try_advisory_lock(%(high)s, %(low)s) as taken"
_KEYS: dict[str, object] = {"high": KEY[0], "low": KEY[1]}


class OperatorLock(Value):
    """`lost`: others may be at work by now; no statement may begin any more."""

    lost: threading.Event


def _nothing(*_: str) -> None:
    return None


@contextmanager
def operating(
    environment: Environment,
    application: str,
    *,
    on_lost: Callable[[], None] = _nothing,
    tell: Callable[[str], None] = _nothing,
) -> Iterator[OperatorLock]:
    """Hold the operator's lock. Locked (exit 5) names who holds it, since when, and the last sign of life; a dead
    holder's session is ended, and `tell` hears of it. `on_lost` is called once, from another thread, when the lock is
    no longer held for sure: what is running has to be cut off then."""
    conninfo = environment.reached(environment.conninfo)
    with connect(environment.name, conninfo, application, _SETTINGS) as connection:
        refuse_pooler(connection, environment.name)
        if not _taken(connection):
            _take_over(connection, environment, tell)
        heartbeat = Heartbeat(connection, on_lost)
        try:
            yield OperatorLock(heartbeat.lost)
        finally:
            heartbeat.stop()
            connection.close()  # whatever state the heart left it in


def holder(db: Reader) -> Row | None:
    """A row of the fact operator: who is at work, None when nobody is."""
    return next(iter(db.rows(fact("operator"), **_KEYS)), None)


def refuse_second(environment: Environment, db: Reader) -> None:
    """Locked when somebody is at work already: looked at before anybody is asked to confirm anything. Whoever may be
    dead is left to `operating`, whose login sees more and can end it."""
    found = holder(db)
    if found and _alive(found):
        raise _locked(environment, found)


def _taken(connection: Connection) -> bool:
    return bool(run_query(connection, _TAKE, _KEYS)[0]["taken"])


def _take_over(connection: Connection, environment: Environment, tell: Callable[[str], None]) -> None:
    holders = run_query(connection, fact("operator"), _KEYS)
    if holders and (not silent(holders[0]) or not _ended(connection, environment, holders[0])):
        raise _locked(environment, holders[0])
    end = time.monotonic() + TAKE_OVER_S
    while not _taken(connection):
        if time.monotonic() > end:
            raise _locked(environment, next(iter(run_query(connection, fact("operator"), _KEYS)), None))
        time.sleep(LOOK_EVERY_S)
    if holders:
        tell(f"the last operator is dead, its lock was taken over: {_who(holders[0])}")


def _ended(connection: Connection, environment: Environment, holder: Row) -> bool:
    """False when it has given a sign of life since."""
    try:
        pid = {"pid": holder["pid"], "silent_s": DEAD_AFTER_S}
        return bool(run_query(connection, fact("operator_ended"), _KEYS | pid))
    except NotPermitted as error:
        raise Locked(
            f"the last operator on {environment.name} is dead and still holds its lock (nothing was changed)",
            f"{_who(holder)}; {error.why}",
            f"as {ident(holder['login'])} or a superuser: select pg_terminate_backend({holder['pid']})",
        ) from error


def silent(holder: Row) -> bool:
    """A session whose signs of life cannot be seen is not taken for dead."""
    return holder["silent_seconds"] is not None and holder["silent_seconds"] >= DEAD_AFTER_S


def _alive(holder: Row) -> bool:
    return holder["silent_seconds"] is not None and not silent(holder)


def _locked(environment: Environment, holder: Row | None) -> Locked:
    what = f"another operator is at work on {environment.name} (nothing was changed)"
    return Locked(what, _who(holder) if holder else "it has just let go; try again", "opskit locks")


def _who(holder: Row) -> str:
    """A session of another login may show no more than its pid, login and application."""
    who = f"pid {holder['pid']}, login {holder['login']}"
    if not holder["visible"]:
        return f"{who}, {holder['application']}; from where and since when, this login may not see (pg_read_all_stats)"
    where = f"from {holder['host'] or 'this host'}, {holder['application']}, since {holder['since']:%H:%M:%S}"
    silent = holder["silent_seconds"]
    sign = "of unknown age (track_activities is off)" if silent is None else f"{max(0.0, silent):.0f} s ago"
    return f"{who}, {where}, last sign of life {sign}"
