"""What opskit does when others are in the way: it waits with patience, names them, and leaves no debris."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]


def invalid_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute("select indexrelid::regclass::text from pg_index where not indisvalid").fetchall()
    return [name for (name,) in rows]


def after(seconds: float, action: Callable[[], object]) -> None:
    threading.Timer(seconds, action).start()


def test_plain_ddl_waits_outside_the_queue_names_the_holder_and_comes_through(
    on: On, database: str, connect: Connect
) -> None:
    holder = connect(database, application_name="nightly report")
    holder.execute("create table t (a integer)")
    holder.execute("begin; lock table t in access share mode")
    after(3.5, lambda: holder.execute("rollback"))
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
    after(4, lambda: holder.execute("rollback"))
    reader, longest = connect(database), [0.0]

    def read() -> None:
        end = time.monotonic() + 4
        while time.monotonic() < end:
            began = time.monotonic()
            reader.execute("select a from t")
            longest[0] = max(longest[0], time.monotonic() - began)
            time.sleep(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    on(database).migration("r1_t", "alter table t add column b integer").run("apply", "--confirm", "test").ok()
    thread.join()
    assert longest[0] < 0.5


def test_a_concurrent_build_waits_for_an_old_snapshot_longer_than_any_lock_timeout(
    on: On, database: str, connect: Connect
) -> None:
    reader = connect(database)
    reader.execute("create table t (a integer)")
    reader.execute("begin isolation level repeatable read")
    reader.execute("select * from t")
    after(4, lambda: reader.execute("commit"))
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

    after(3, terminate)
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
