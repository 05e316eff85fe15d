"""What a killed run left on the server: its build is awaited, its other sessions are ended, nobody else is touched."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from fixtures.server import Connect
from psycopg import sql

from opskit.core.environment import Environment
from opskit.errors import Blocked
from opskit.pg import orphans
from opskit.pg.orphans import settle_orphans
from opskit.pg.reading import ReadSession, reading

LIMIT_S = 60.0
DEAD, OWN = "opskit/20260101-000000-dead/", "20260106-220501-9f3a"
Settle = Callable[[], list[str]]


class TooLong(Exception):
    pass


def pause_until(end: float) -> Callable[[float], None]:
    def pause(seconds: float) -> None:
        if time.monotonic() > end:
            raise TooLong
        time.sleep(seconds)

    return pause


@contextmanager
def looking(conninfo: str) -> Iterator[ReadSession]:
    with reading(Environment("test", conninfo, conninfo), f"opskit/{OWN}/apply") as db:
        yield db


@pytest.fixture
def settle(database: str) -> Settle:
    """What is told; TooLong when it takes too long."""

    def settled() -> list[str]:
        told = list[str]()
        with looking(database) as db:
            settle_orphans(db, OWN, pause_until(time.monotonic() + LIMIT_S), told.append)
        return told

    return settled


def gone(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("select 1")
    except psycopg.OperationalError:
        return True
    return False


@pytest.mark.parametrize("item", ["apply", "rollback"])
def test_a_session_idle_in_a_transaction_is_ended_and_its_lock_is_free(
    database: str, connect: Connect, settle: Settle, item: str
) -> None:
    orphan, other = connect(database, application_name=DEAD + item), connect(database)
    other.execute("create table t (a integer)")
    orphan.execute("begin; lock table t")
    told = settle()
    other.execute("set lock_timeout = '100ms'")
    other.execute("alter table t add column b integer")
    assert gone(orphan)
    assert len(told) == 1
    assert told[0].startswith("ended what an earlier run left: pid ")
    assert f"{DEAD}{item}, idle in transaction: begin; lock table t" in told[0]


def test_a_session_that_idles_or_runs_a_statement_is_ended(database: str, connect: Connect, settle: Settle) -> None:
    idle, busy = (connect(database, application_name=f"{DEAD}apply") for _ in range(2))
    ends = list[str]()

    def run() -> None:
        try:
            busy.execute("select pg_sleep(60)")
        except psycopg.OperationalError as error:
            ends.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    assert len(settle()) == 2
    thread.join(LIMIT_S)
    assert "terminating connection due to administrator command" in ends[0]
    assert gone(idle)


def test_nobody_else_is_touched(database: str, connect: Connect, settle: Settle) -> None:
    names = [
        f"{DEAD}plan", f"{DEAD}verify", f"{DEAD}progress", f"{DEAD}operator", f"opskit/{OWN}/apply", "opskit/apply",
        "psql", f"x{DEAD}apply", f"{DEAD}apply/more",
    ]  # fmt: skip
    others = [connect(database, application_name=name) for name in names]
    others.append(connect(database, dbname="postgres", application_name=f"{DEAD}apply"))
    assert settle() == []
    assert not any(gone(each) for each in others)


@contextmanager
def building(
    connect: Connect, database: str, statement: str
) -> Iterator[tuple[psycopg.Connection[Any], psycopg.Connection[Any]]]:
    """An orphan that builds t_a, and the reader whose old snapshot it waits for."""
    reader, orphan = connect(database), connect(database, application_name=f"{DEAD}apply")
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read; select * from t")
    thread = threading.Thread(target=swallow, args=(orphan, statement))
    thread.start()
    admin = connect(database)
    try:
        waits = "select from pg_stat_progress_create_index where current_locker_pid = %s"
        while not admin.execute(waits, [reader.info.backend_pid]).fetchall():
            time.sleep(0.02)
        yield reader, orphan
    finally:
        if not reader.closed:
            reader.execute("rollback")
        thread.join(LIMIT_S)


def swallow(connection: psycopg.Connection[Any], statement: str) -> None:
    try:
        connection.execute(statement.encode())
    except psycopg.OperationalError:
        return  # ended from outside


def test_a_concurrent_build_is_awaited_its_progress_told_and_its_session_ended_afterwards(
    database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "SAY_EVERY_S", 0.5)
    told = list[tuple[float, str]]()
    with building(connect, database, "create index concurrently t_a on t (a)") as (reader, orphan):

        def tell(sentence: str) -> None:
            told.append((time.monotonic(), sentence))
            if len(told) == 3:
                reader.execute("commit")

        with looking(database) as db:
            settle_orphans(db, OWN, pause_until(time.monotonic() + LIMIT_S), tell)
    pid, (*waits, (_, end)) = orphan.info.backend_pid, told
    assert len(waits) >= 3
    assert all(other - one >= 0.5 for (one, _), (other, _) in pairwise(waits))
    first = waits[0][1]
    assert first.startswith(f"waits for the build of public.t_a that an earlier run left (pid {pid}), waiting for ")
    # whoever looked at the same instant is one of those that were waited for
    assert re.search(rf"it waits for \d old transactions \(pid {reader.info.backend_pid}\)$", first)
    assert end.startswith(f"ended what an earlier run left: pid {pid}")
    row = connect(database).execute("select indisvalid from pg_index where indexrelid = 't_a'::regclass").fetchone()
    assert row == (True,)


def test_a_build_is_awaited_no_longer_than_the_caller_has_patience(database: str, connect: Connect) -> None:
    with building(connect, database, "create index concurrently t_a on t (a)") as (_, orphan):
        with looking(database) as db, pytest.raises(TooLong):
            settle_orphans(db, OWN, pause_until(time.monotonic() + 0.5), lambda _: None)
        row = connect(database).execute("select 1 from pg_stat_activity where pid = %s", [orphan.info.backend_pid])
        assert row.fetchone() == (1,)


def test_a_build_that_would_be_rolled_back_anyway_is_ended(database: str, connect: Connect, settle: Settle) -> None:
    """Without CONCURRENTLY it belongs to a transaction that nobody will commit."""
    orphan, admin = connect(database, application_name=f"{DEAD}apply"), connect(database)
    admin.execute("create table t (a integer); insert into t select 1 from generate_series(1, 2000)")
    slow = "create function slow(integer) returns integer immutable language sql as $$select 1 from pg_sleep(0.01)$$"
    admin.execute(slow)
    thread = threading.Thread(target=swallow, args=(orphan, "begin; create index t_a on t (slow(a))"))
    thread.start()
    while not admin.execute("select from pg_stat_progress_create_index").fetchall():
        time.sleep(0.02)
    assert len(settle()) == 1
    thread.join(LIMIT_S)
    assert gone(orphan)
    assert admin.execute("select to_regclass('t_a')").fetchone() == (None,)


def test_without_the_right_to_end_a_session_the_statement_to_type_is_told(database: str, connect: Connect) -> None:
    admin, name = connect(database), f"clerk_{os.getpid()}"
    admin.execute(sql.SQL("create role {} login").format(sql.Identifier(name)))
    orphan = connect(database, application_name=f"{DEAD}apply")
    with looking(f"{database} user={name}") as db, pytest.raises(Blocked) as caught:
        settle_orphans(db, OWN, time.sleep, lambda _: None)
    assert not gone(orphan)
    admin.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))
    pid = orphan.info.backend_pid
    assert caught.value.exit_code == 4
    assert "has to be ended first (nothing was changed)" in caught.value.what
    assert caught.value.why.startswith(f"pid {pid}, login postgres, {DEAD}apply; ")
    assert caught.value.hint == f"as postgres or a superuser: select pg_terminate_backend({pid})"
