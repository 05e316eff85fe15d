"""One operator at a time: the second is told who is at work, the dead are recognised, the holder learns of a loss."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from fixtures.pgbouncer import Pooled
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import until
from psycopg import sql

from opskit.core.environment import Environment
from opskit.errors import Locked, Unreachable
from opskit.pg import heartbeat, operator_lock
from opskit.pg.connection import ENDS_WITH_ITS_CLIENT, KEEPALIVE
from opskit.pg.connection import connect as opskit_connect
from opskit.pg.operator_lock import KEY, operating, refuse_second
from opskit.pg.pooler import refuse_pooler
from opskit.pg.reading import reading

On = Callable[[str], Project]
FIRST, SECOND = "opskit/20260106-220501-9f3a/operator", "opskit/20260106-220707-0b1c/operator"


def at(conninfo: str) -> Environment:
    return Environment("test", conninfo, conninfo)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same relations as in earnest: others wait longer than the holder, the holder longer than a beat. By more than
    a busy machine lets anybody wait."""
    monkeypatch.setattr(heartbeat, "EVERY_S", 0.1)
    monkeypatch.setattr(heartbeat, "ANSWER_S", 2.0)
    monkeypatch.setattr(operator_lock, "DEAD_AFTER_S", 4.0)


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on who has said nothing for a second is dead, and a second passes."""

    def wait() -> None:
        monkeypatch.setattr(operator_lock, "DEAD_AFTER_S", 1.0)
        time.sleep(1.2)

    return wait


def hearts() -> int:
    return [each.name for each in threading.enumerate()].count("opskit heartbeat")


def holder_pid(connection: psycopg.Connection[Any]) -> int | None:
    row = connection.execute(
        "select pid from pg_locks where locktype = 'advisory' and classid = %s", KEY[:1]
    ).fetchone()
    return row[0] if row else None


@pytest.mark.usefixtures("quick")
def test_a_second_operator_is_told_who_is_at_work_since_when_and_the_last_sign_of_life(database: str) -> None:
    with operating(at(database), FIRST) as lock:
        time.sleep(operator_lock.DEAD_AFTER_S + 0.3)
        with pytest.raises(Locked) as caught, operating(at(database), SECOND):
            pass
        assert caught.value.exit_code == 5
        assert "another operator is at work on test (nothing was changed)" in caught.value.what
        assert f"login postgres, from this host, {FIRST}, since " in caught.value.why
        assert re.search(r"last sign of life [0-3] s ago", caught.value.why)
        assert not lock.lost.is_set()
    with operating(at(database), SECOND):
        pass


@pytest.mark.usefixtures("quick")
def test_a_second_operator_is_refused_before_it_is_asked_anything_and_a_dead_one_is_left_to_the_taking(
    database: str, connect: Connect, silence: Callable[[], None]
) -> None:
    holder = connect(database, application_name=FIRST)
    with reading(at(database), SECOND) as db:
        holder.execute("select pg_advisory_lock(%s, %s)", KEY)
        with pytest.raises(Locked, match="another operator"):
            refuse_second(at(database), db)
        silence()
        refuse_second(at(database), db)


@pytest.mark.usefixtures("quick")
def test_a_holder_without_a_sign_of_life_is_ended_and_its_lock_taken(
    database: str, connect: Connect, silence: Callable[[], None]
) -> None:
    holder = connect(database, application_name=FIRST)
    holder.execute("select pg_advisory_lock(%s, %s)", KEY)
    pid, told = holder.info.backend_pid, list[str]()
    silence()
    with operating(at(database), SECOND, tell=told.append):
        assert holder_pid(connect(database)) != pid
    with pytest.raises(psycopg.OperationalError):
        holder.execute("select 1")
    assert len(told) == 1
    assert told[0].startswith(f"the last operator is dead, its lock was taken over: pid {pid}, login postgres")
    assert FIRST in told[0]


CHILD = """
import sys, time
from opskit.core.environment import Environment
from opskit.pg import heartbeat
from opskit.pg.operator_lock import operating
heartbeat.EVERY_S = 0.1
conninfo, application = sys.argv[1:]
with operating(Environment("test", conninfo, conninfo), application, on_lost=lambda: print("lost", flush=True)) as lock:
    print("held", flush=True)
    lock.lost.wait(60)
"""


@contextmanager
def opskit_at_work(conninfo: str) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-c", CHILD, conninfo, FIRST]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.communicate()


@pytest.mark.usefixtures("quick")
def test_an_opskit_that_was_frozen_loses_its_lock_to_the_next_and_is_told_when_it_thaws(
    database: str, connect: Connect, silence: Callable[[], None]
) -> None:
    told = list[str]()
    with opskit_at_work(database) as process:
        with pytest.raises(Locked), operating(at(database), SECOND):
            pass
        process.send_signal(signal.SIGSTOP)
        silence()
        with operating(at(database), SECOND, tell=told.append):
            process.send_signal(signal.SIGCONT)
            assert process.communicate(timeout=60)[0] == "lost\n"
            assert holder_pid(connect(database)) is not None
    assert FIRST in told[0]


@pytest.mark.usefixtures("quick")
def test_a_holder_whose_session_is_ended_knows_at_once_and_is_told_once(
    database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "ANSWER_S", 600.0)  # it does not wait for an answer
    admin, calls = connect(database), list[bool]()
    with operating(at(database), FIRST, on_lost=lambda: calls.append(True)) as lock:
        assert not lock.lost.wait(0.4)
        admin.execute("select pg_terminate_backend(%s)", [holder_pid(admin)])
        assert lock.lost.wait(60)
        assert until(lambda: calls)
        time.sleep(0.3)
    assert calls == [True]


@pytest.mark.usefixtures("quick")
def test_a_holder_that_gets_no_answer_takes_itself_for_lost_before_others_take_it_for_dead(
    database: str, connect: Connect
) -> None:
    admin, lost_at = connect(database), list[float]()
    with operating(at(database), FIRST, on_lost=lambda: lost_at.append(time.monotonic())) as lock:
        backend = holder_pid(admin)
        assert backend is not None
        began = time.monotonic()
        os.kill(backend, signal.SIGSTOP)  # the server says nothing, and closes nothing
        try:
            assert lock.lost.wait(60)
            assert until(lambda: lost_at)
        finally:
            os.kill(backend, signal.SIGCONT)
        assert until(lambda: holder_pid(admin) is None)  # the connection was closed, and the server sees it
    assert 0.5 * heartbeat.ANSWER_S < lost_at[0] - began < operator_lock.DEAD_AFTER_S


@pytest.mark.usefixtures("quick")
def test_the_end_does_not_wait_for_a_server_that_says_nothing(
    database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "ANSWER_S", 60.0)
    monkeypatch.setattr(heartbeat, "LAST_ANSWER_S", 0.2)
    calls, backend = list[bool](), None
    try:
        with operating(at(database), FIRST, on_lost=lambda: calls.append(True)):
            backend = holder_pid(connect(database))
            assert backend is not None
            os.kill(backend, signal.SIGSTOP)
            time.sleep(0.3)
            began = time.monotonic()
        assert time.monotonic() - began < 20
    finally:
        os.kill(backend or 0, signal.SIGCONT)
    assert calls == []


def test_the_times_leave_the_holder_room_to_notice_first() -> None:
    assert heartbeat.EVERY_S + heartbeat.ANSWER_S < operator_lock.DEAD_AFTER_S


def test_nothing_of_the_heart_is_left_when_the_lock_is_released(database: str) -> None:
    with operating(at(database), FIRST):
        assert hearts() == 1
    assert hearts() == 0


@pytest.fixture
def stranger(database: str, connect: Connect) -> Iterator[str]:
    """The conninfo of a login without any rights."""
    admin, name = connect(database), f"stranger_{os.getpid()}"
    admin.execute(sql.SQL("create role {} login").format(sql.Identifier(name)))
    yield f"{database} user={name}"
    admin.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


@pytest.mark.usefixtures("quick")
def test_a_login_that_sees_no_signs_of_life_takes_nobody_for_dead(
    database: str, stranger: str, connect: Connect, silence: Callable[[], None]
) -> None:
    holder = connect(database, application_name=FIRST)
    holder.execute("select pg_advisory_lock(%s, %s)", KEY)
    silence()
    with pytest.raises(Locked) as caught, operating(at(stranger), SECOND):
        pass
    assert f"pid {holder.info.backend_pid}, login postgres, {FIRST}; from where" in caught.value.why
    assert "pg_read_all_stats" in caught.value.why


@pytest.mark.usefixtures("quick")
def test_without_the_right_to_end_a_dead_holder_the_statement_to_type_is_told(
    database: str, stranger: str, connect: Connect, silence: Callable[[], None]
) -> None:
    admin = connect(database)
    admin.execute(sql.SQL("grant pg_read_all_stats to {}").format(sql.Identifier(stranger.rpartition("=")[2])))
    holder = connect(database, application_name=FIRST)
    holder.execute("select pg_advisory_lock(%s, %s)", KEY)
    silence()
    with pytest.raises(Locked) as caught, operating(at(stranger), SECOND):
        pass
    assert caught.value.exit_code == 5
    assert "is dead and still holds its lock (nothing was changed)" in caught.value.what
    assert caught.value.hint == f"as postgres or a superuser: select pg_terminate_backend({holder.info.backend_pid})"
    holder.execute("select 1")


@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_a_pooler_is_refused(on: On, database: str, pooled: Pooled, connect: Connect, mode: str) -> None:
    project = on(pooled(database, mode)).migration("r1_t", "create table t (a integer)")
    outcome = project.run("apply", "--confirm", "test").exits(6)
    assert "test is reached through a pooler (nothing was changed)" in outcome.err
    assert "point the environment at the server, not at the pooler" in outcome.err
    assert connect(database).execute("select to_regclass('t')").fetchone() == (None,)
    assert holder_pid(connect(database)) is None


def test_a_lock_that_does_not_stay_is_a_pooler_whatever_the_process_id_says(
    database: str, pooled: Pooled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.pg.pooler.LOOKS", 0)
    with (
        opskit_connect("test", pooled(database, "transaction"), SECOND, {}) as connection,
        pytest.raises(Unreachable, match="through a pooler") as caught,
    ):
        refuse_pooler(connection, "test")
    assert "a lock taken in one statement was gone in the next" in caught.value.why


def test_a_network_that_was_cut_is_noticed_by_both_sides_unless_the_connection_string_says_otherwise(
    database: str,
) -> None:
    given = f"{database} keepalives_idle=77"
    with opskit_connect("test", given, SECOND, ENDS_WITH_ITS_CLIENT) as connection:
        parameters = connection.info.get_parameters()
        row = connection.execute("show client_connection_check_interval").fetchone()
    assert parameters["keepalives_idle"] == "77"
    assert {key: parameters[key] for key in KEEPALIVE if key != "keepalives_idle"} == {
        "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000"
    }  # fmt: skip
    assert row == {"client_connection_check_interval": "1s"}


def test_the_server_itself_is_no_pooler(database: str) -> None:
    with opskit_connect("test", database, SECOND, {}) as connection:
        refuse_pooler(connection, "test")
