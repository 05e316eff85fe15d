"""What opskit does when others are in the way: it waits with patience, names them, and leaves no debris."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

from opskit.cli.voices.plain import PlainVoice
from opskit.core.budget import LEAST_LOCK_TIMEOUT_S
from opskit.scratch.cluster import Cluster

On = Callable[[str], Project]


def invalid_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute("select indexrelid::regclass::text from pg_index where not indisvalid").fetchall()
    return [name for (name,) in rows]


def once(watch: psycopg.Connection[Any], happens: str, action: Callable[[], object], seconds: float = 0.0) -> None:
    """In a thread of its own: as soon as this query has a row, so many seconds later, the action."""

    def wait() -> None:
        with suppress(psycopg.OperationalError):  # the test is over
            while not watch.execute(happens.encode()).fetchall():
                time.sleep(0.05)
            time.sleep(seconds)
            action()

    threading.Thread(target=wait, daemon=True).start()


# Once the record is there: it looks who holds the locks of the next statement.
OUTSIDE = """
select from pg_stat_activity as a
where a.datname = current_database() and a.application_name like 'opskit/%/apply'
  and a.query like '-- fact: who holds, or is in the queue for%' and to_regclass('opskit.statement') is not null
"""
BUILDING = """
select from pg_stat_progress_create_index where datname = current_database() and phase = 'waiting for old snapshots'
"""


def test_plain_ddl_waits_outside_the_queue_names_the_holder_and_comes_through(
    on: On, database: str, connect: Connect
) -> None:
    holder = connect(database, application_name="nightly report")
    holder.execute("create table t (a integer)")
    holder.execute("begin; lock table t in access share mode")
    once(connect(database), OUTSIDE, lambda: holder.execute("rollback"), 2.5)
    project = on(database).migration("r1_t", "alter table t add column b integer")
    outcome = project.run("apply", "--confirm", "test", "--json").ok()
    step = next(step for step in outcome.data["steps"] if step["revision"])
    assert step["attempts"] == 1
    assert step["waited_s"] > 1.5
    assert "waits outside the queue; public.t is held by pid" in outcome.err
    assert "nightly report" in outcome.err


def test_nobody_queues_behind_opskit_while_it_waits(on: On, database: str, connect: Connect) -> None:
    holder = connect(database)
    holder.execute("create table t (a integer)")
    holder.execute("begin; lock table t in access share mode")
    once(connect(database), OUTSIDE, lambda: holder.execute("rollback"), 2.5)
    reader, longest, over = connect(database), [0.0], threading.Event()

    def read() -> None:
        while not over.is_set():
            began = time.monotonic()
            reader.execute("select a from t")
            longest[0] = max(longest[0], time.monotonic() - began)
            time.sleep(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        on(database).migration("r1_t", "alter table t add column b integer").run("apply", "--confirm", "test").ok()
    finally:
        over.set()
        thread.join()
    assert longest[0] < 0.75 * LEAST_LOCK_TIMEOUT_S, "for so long whoever queues is in the way of all others"


def test_a_concurrent_build_waits_for_an_old_snapshot_longer_than_any_lock_timeout(
    on: On, database: str, connect: Connect
) -> None:
    reader = connect(database)
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read")
    reader.execute("select * from t")
    # longer than the two seconds after which progress is told again
    once(connect(database), BUILDING, lambda: reader.execute("commit"), 2.0 * PlainVoice.every_s)
    outcome = on(database).migration("r1_i", "create index t_a on t (a)").run("apply", "--confirm", "test").ok()
    assert "waiting for old snapshots" in outcome.err
    assert invalid_indexes(connect(database)) == []


def test_duplicates_that_arrive_after_the_plan_leave_the_database_as_it_was(
    on: On, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = connect(database)
    admin.execute("create table t (a integer)")

    def agree_too_late(*_: object) -> bool:
        admin.execute("insert into t values (1), (1)")
        return True

    monkeypatch.setattr("opskit.steps.create_index.duplicate_groups", lambda *_: ())
    monkeypatch.setattr("opskit.cli.commands.apply.agreed", agree_too_late)
    outcome = on(database).migration("r1_i", "create unique index t_a on t (a)").run("apply").exits(8)
    assert "could not create unique index" in outcome.err
    assert admin.execute("select to_regclass('t_a')").fetchone() == (None,)


def test_a_terminated_backend_leaves_a_state_that_the_same_command_mends(
    on: On, database: str, connect: Connect
) -> None:
    reader, admin = connect(database), connect(database)
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read")
    reader.execute("select * from t")

    def terminate() -> None:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_progress_create_index")
        reader.execute("commit")

    once(connect(database), BUILDING, terminate)
    project = on(database).migration("r1_i", "create index t_a on t (a)")
    lost = project.run("apply", "--confirm", "test").exits(8)
    assert "its result is unknown" in lost.err
    assert invalid_indexes(admin) == ["t_a"]
    project.run("apply", "--confirm", "test").ok()
    assert invalid_indexes(admin) == []
    assert admin.execute("select indisvalid from pg_index where indexrelid = 't_a'::regclass").fetchone() == (True,)


def test_two_operators_do_not_disturb_each_other(on: On, database: str, connect: Connect) -> None:
    reader = connect(database)
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read")
    reader.execute("select * from t")
    project = on(database).migration("r1_i", "create index t_a on t (a)")
    codes: list[int] = []
    first = threading.Thread(target=lambda: codes.append(project_run(project)))
    first.start()
    admin = connect(database)
    while not admin.execute("select from pg_stat_progress_create_index").fetchall():
        time.sleep(0.05)
    assert project_run(project) == 5
    reader.execute("commit")
    first.join()
    assert codes == [0]
    assert invalid_indexes(connect(database)) == []


def project_run(project: Project) -> int:
    """As another process would be: the in-process runner redirects the streams of the whole process."""
    import subprocess
    import sys

    argv = [sys.executable, "-m", "opskit", "apply", "--confirm", "test"]
    return subprocess.run(argv, cwd=project.place, capture_output=True, check=False).returncode


@pytest.fixture
def application(cluster: Cluster, database: str, connect: Connect) -> Iterator[psycopg.Connection[Any]]:
    """A session of an ordinary login."""
    admin = connect(cluster.conninfo())
    admin.execute("create role waiting_app login")
    connect(database).execute("grant all on schema public to waiting_app; create table t (a integer)")
    connect(database).execute("grant all on t to waiting_app")
    try:
        yield connect(database, user="waiting_app", application_name="checkout")
    finally:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'waiting_app'")
        connect(database).execute("drop owned by waiting_app")
        admin.execute("drop role waiting_app")


ALLOWED = ("--terminate-blockers", "older-than=1s")


def test_a_person_may_allow_to_end_what_stands_in_the_way_of_a_lock(
    on: On, database: str, application: psycopg.Connection[Any]
) -> None:
    application.execute("begin; lock table t in access share mode")
    project = on(database).migration("r1_t", "alter table t add column b integer")
    outcome = project.run("apply", "--confirm", "test", *ALLOWED).ok()
    assert "ended a session, as allowed: public.t is held by pid" in outcome.err
    assert "blocker.ended" in project.run("ledger", "show").ok().out
    with pytest.raises(psycopg.OperationalError):
        application.execute("select 1")


def test_and_the_old_transaction_that_a_build_waits_for(
    on: On, database: str, application: psycopg.Connection[Any]
) -> None:
    application.execute("begin isolation level repeatable read; select * from t")
    project = on(database).migration("r1_i", "create index t_a on t (a)")
    assert "ended a session, as allowed: pid" in project.run("apply", "--confirm", "test", *ALLOWED).ok().err


def test_a_superusers_session_is_never_ended_and_patience_has_an_end(
    on: On, database: str, connect: Connect, application: psycopg.Connection[Any]
) -> None:
    holder = connect(database, application_name="a person")
    holder.execute("begin; lock table t in access share mode")
    project = on(database).migration("r1_t", "alter table t add column b integer")
    toml = project.place / "opskit.toml"
    toml.write_text(toml.read_text() + 'patience = "2s"\n', encoding="utf-8")
    outcome = project.run("apply", "--confirm", "test", *ALLOWED).exits(8)
    assert "the lock was not to be had within 2 s" in outcome.err
    assert "public.t is held by pid" in outcome.err
    assert "--terminate-blockers older-than=5min" in outcome.err
    assert holder.execute("select 1").fetchone() == (1,)
    holder.execute("rollback")
    project.run("apply", "--confirm", "test").ok()


def test_whose_sessions_may_be_ended_has_to_be_said(on: On, database: str) -> None:
    outcome = on(database).run("apply", "--terminate-blockers", "all").exits(2)
    assert "--terminate-blockers all names no age" in outcome.err


def test_a_statement_that_is_not_done_within_its_deadline_is_cancelled_and_cleaned_up(
    on: On, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.pg.writing.CLEANING_S", 1.0)  # the reader is in the way of that too
    reader = connect(database)
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read; select * from t")
    project = on(database).migration("r1_i", "create index t_a on t (a)")
    toml = project.place / "opskit.toml"
    before = toml.read_text()
    toml.write_text(before + 'deadline = "2s"\n', encoding="utf-8")
    outcome = project.run("apply", "--confirm", "test").exits(8)
    assert "build index t_a: was not done within 2 s, and was cancelled" in outcome.err
    reader.execute("commit")
    toml.write_text(before, encoding="utf-8")
    project.run("apply", "--confirm", "test").exits(0)
    assert invalid_indexes(reader) == []


def test_builds_on_two_tables_wait_for_old_snapshots_together(on: On, database: str, connect: Connect) -> None:
    reader = connect(database)
    reader.execute("create table t (a integer); create table u (a integer)")
    reader.execute("begin isolation level repeatable read; select * from t")
    admin, both = connect(database), list[int]()

    def release_once_both_wait() -> None:
        count = "select count(*) from pg_stat_progress_create_index where phase = 'waiting for old snapshots'"
        while len(both) < 2:
            time.sleep(0.05)
            both[:] = [0] * int(admin.execute(count).fetchall()[0][0])
        reader.execute("commit")

    thread = threading.Thread(target=release_once_both_wait)
    thread.start()
    up = "create index t_a on t (a); create index t_b on t (a desc); create index u_a on u (a)"
    steps = on(database).migration("r1_i", up).run("apply", "--confirm", "test", "--json").ok().data["steps"]
    thread.join()
    assert len(both) == 2
    assert sorted(step["ordinal"] for step in steps if step["revision"]) == [1, 2, 3]
    assert invalid_indexes(admin) == []


def test_what_was_foreseen_to_take_an_instant_is_cancelled_when_it_does_not(
    on: On, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.pg.writing.HOLD_S", 0.5)
    admin = connect(database)
    admin.execute("create table t (a integer)")
    body = "begin perform pg_catalog.pg_sleep(60); end"
    admin.execute(f"create function slow() returns event_trigger language plpgsql as $$ {body} $$")
    admin.execute("create event trigger slow on ddl_command_end when tag in ('ALTER TABLE') execute function slow()")
    project = on(database).migration("r1_t", "alter table t add column b integer")
    outcome = project.run("apply", "--confirm", "test").exits(8)
    assert "was cancelled, so that nobody waits for it" in outcome.err
    admin.execute("drop event trigger slow")
    project.run("apply", "--confirm", "test").ok()
