"""Every exit code that can occur, each with its three lines; and what was changed when it occurred."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import PATIENCE_S, counts

from opskit.cli.commands import apply as apply_command
from opskit.core.environment import Environment
from opskit.errors import Interrupted
from opskit.pg.operator_lock import KEY
from opskit.pg.writing import Terms, writing
from opskit.scratch.cluster import Cluster, running

On = Callable[[str], Project]


def tables(conninfo: str) -> set[str]:
    with psycopg.connect(conninfo) as connection:
        rows = connection.execute("select oid::regclass::text from pg_class where relkind = 'r' and oid >= 16384")
        return {row[0] for row in rows}


def program(place: Path, *words: str, terminal: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-m", "opskit", *words]
    return subprocess.Popen(argv, cwd=place, stdin=terminal, stdout=subprocess.DEVNULL, stderr=terminal)


def test_0_when_there_is_nothing_to_do(on: On, database: str) -> None:
    outcome = on(database).run("apply", "--confirm", "test").ok()
    assert "Nothing is pending on test." in outcome.out


def test_1_when_the_plan_finds_duplicates_under_a_unique_index(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t as select 1 as a from generate_series(1, 3)")
    outcome = on(database).migration("r1_unique", "create unique index t_a on t (a)").run("plan").exits(1)
    assert "BLOCKED  t_a: 3 rows of t have (a) = (1)" in outcome.out


def test_1_shows_ten_groups_of_duplicates_and_counts_the_rest(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t as select n / 2 as a from generate_series(2, 27) as n")
    outcome = on(database).migration("r1_unique", "create unique index t_a on t (a)").run("plan").exits(1)
    assert outcome.out.count("BLOCKED  t_a: 2 rows") == 10
    assert "t_a: and 3 more groups like these" in outcome.out


def test_2_for_an_unknown_environment(on: On, database: str) -> None:
    outcome = on(database).run("plan", "-e", "produktion").exits(2)
    assert outcome.err.splitlines()[0] == "opskit: usage: there is no environment 'produktion'"
    assert "known: test" in outcome.err
    assert "next: " in outcome.err


def test_2_for_a_command_that_does_not_exist_with_the_nearest_one(project: Project) -> None:
    assert "did you mean 'rollback'?" in project.run("rolback").exits(2).err


def test_2_for_a_password_on_the_command_line(project: Project) -> None:
    outcome = project.run("plan", "--dsn", "host=/tmp password=hunter2").exits(2)
    assert "hunter2" not in outcome.out + outcome.err


def test_2_when_confirm_names_another_environment(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    assert "--confirm prod does not name test" in project.run("apply", "--confirm", "prod").exits(2).err
    assert tables(database) == set()


def test_3_when_it_cannot_be_told(on: On, database: str) -> None:
    assert "INCONCLUSIVE" in on(database).run("ledger", "verify").exits(3).out


def test_4_when_duplicates_stand_in_the_way_of_apply(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t as select 1 as a from generate_series(1, 3)")
    outcome = (
        on(database)
        .migration("r1_unique", "create unique index t_a on t (a)")
        .run("apply", "--confirm", "test")
        .exits(4)
    )
    assert "3 rows of t have (a) = (1)" in outcome.err
    assert tables(database) == {"t"}


def test_4_when_a_rollback_would_lose_rows_and_nobody_accepted_that(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    assert "loses new data" in project.run("rollback", "--confirm", "test").exits(4).err
    assert "t" in tables(database)


def test_5_when_another_operator_is_at_work_and_who(on: On, database: str, connect: Connect) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    other = connect(database, application_name="opskit/20260106-220501-9f3a/operator")
    other.execute("select pg_advisory_lock(%s, %s)", KEY)
    outcome = project.run("apply", "--confirm", "test").exits(5)
    assert f"pid {other.info.backend_pid}" in outcome.err
    assert "opskit/20260106-220501-9f3a" in outcome.err
    assert tables(database) == set()


def test_6_when_the_server_cannot_be_reached(on: On, tmp_path: Path) -> None:
    outcome = on(f"host={tmp_path} dbname=nothing connect_timeout=2").run("plan").exits(6)
    assert "Is the server running" in outcome.err and "u0009" not in outcome.err
    assert outcome.err.startswith("opskit: unreachable: cannot connect to test (nothing was changed)")
    assert "next: " in outcome.err


@pytest.mark.parametrize(
    "words", [("plan",), ("apply", "--confirm", "test"), ("rollback", "--confirm", "test"), ("check",)]
)
def test_6_for_another_server_than_the_configuration_names(
    project: Project, database: str, words: tuple[str, ...]
) -> None:
    project.environment("test", database, 'system_identifier = "1"').migration("r1_t", "create table t (a integer)")
    outcome = project.run(*words).exits(6)
    assert "test is not the server it should be (nothing was changed)" in outcome.err
    assert tables(database) == set()


def test_6_for_a_wrong_password_without_showing_it(
    on: On, pg_bin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Cluster.create(tmp_path, "tcp", pg_bin, {"fsync": "off"}, listen="127.0.0.1")
    monkeypatch.setenv("PGPASSWORD", "correct-horse")
    with running(server):
        with psycopg.connect(server.conninfo()) as connection:
            connection.execute("create role app login password 'another'")
        outcome = on(f"host=127.0.0.1 port={server.port} user=app dbname=postgres").run("plan").exits(6)
    server.destroy()
    assert "password authentication failed" in outcome.err
    assert "pgpass" in outcome.err
    assert "correct-horse" not in outcome.out + outcome.err


def test_6_for_a_login_without_rights_and_nothing_is_changed(on: On, database: str, connect: Connect) -> None:
    admin = connect(database)
    admin.execute("create table t (a integer)")
    admin.execute("do $$ begin create role nobody_special login; exception when duplicate_object then null; end $$")
    project = on(database.replace("user='postgres'", "user='nobody_special'")).migration(
        "r1_i", "create index t_a on t (a)"
    )
    outcome = project.run("apply", "--confirm", "test").exits(6)
    assert outcome.err.splitlines()[-3].startswith("opskit: not permitted: ")
    assert tables(database) == {"t"}


def test_7_for_malformed_toml_with_its_line(project: Project) -> None:
    (project.place / "opskit.toml").write_text("[environments.test]\ndsn = \n")
    assert "opskit.toml:2:" in project.run("plan").exits(7).err


def test_7_for_a_migration_folder_without_up_sql(on: On, database: str) -> None:
    project = on(database)
    (project.place / "migrations" / "r1_empty").mkdir()
    assert "r1_empty: holds no up.sql" in project.run("plan").exits(7).err


def test_7_for_sql_that_does_not_parse_with_line_and_column(on: On, database: str) -> None:
    project = on(database).migration("r1_bad", "create table t (a integer);\ncreate tabel u (a integer);\n")
    assert 'up.sql:2:8: syntax error at or near "tabel"' in project.run("plan").exits(7).err


def test_7_for_an_applied_migration_that_was_edited(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    project.migration("r1_t", "create table t (a bigint)")
    assert "was edited after it was applied here" in project.run("plan").exits(7).err


def test_8_when_something_changed_and_then_it_failed(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer);\ninsert into t values (1 / 0);\n")
    outcome = project.run("apply", "--confirm", "test", "--json").exits(8)
    assert outcome.document["changed"] is True
    assert "division by zero" in outcome.data["why"]
    assert "t" in tables(database)


def test_8_is_healed_by_mending_the_cause_and_the_same_command(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table later (a integer check (a > 5))")
    project = on(database).migration("r1_t", "create table t (a integer);\ninsert into later values (1);\n")
    project.run("apply", "--confirm", "test").exits(8)
    connect(database).execute("alter table later drop constraint later_a_check")
    project.run("apply", "--confirm", "test").ok()
    assert connect(database).execute("select count(*) from later").fetchone() == (1,)


def test_9_when_the_database_moved_between_the_plan_and_the_yes(
    on: On, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agree_too_late(*_: object) -> bool:
        connect(database).execute("create table stranger (a integer)")
        return True

    monkeypatch.setattr(apply_command, "agreed", agree_too_late)
    project = on(database).migration("r1_t", "create table t (a integer)")
    outcome = project.run("apply").exits(9)
    assert "nothing was changed" in outcome.err
    assert tables(database) == {"stranger"}


def test_10_when_changes_are_pending_and_nobody_can_be_asked(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    assert "create table t (a integer);" in project.run("apply", "--no-input").exits(10).out
    project.run("apply", "-n").exits(10)
    project.run("plan", "--detailed-exitcode").exits(10)
    assert tables(database) == set()


@pytest.mark.parametrize(("typed", "code"), [("n\n", 11), ("y\n", 0)])
def test_11_when_the_operator_says_no_and_0_when_yes(on: On, database: str, typed: str, code: int) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    assert answered(project.place, typed) == code
    assert ("t" in tables(database)) == (code == 0)


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 11), ("test\n", 0)])
def test_a_protected_environment_wants_its_name(project: Project, database: str, typed: str, code: int) -> None:
    project.environment("test", database, "protected = true").migration("r1_t", "create table t (a integer)")
    assert answered(project.place, typed) == code


@pytest.mark.parametrize(("typed", "code"), [("y\n", 11), ("test\n", 0)])
def test_a_rollback_wants_the_name_of_any_environment(on: On, database: str, typed: str, code: int) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    assert answered(project.place, typed, "rollback", "--accept-data-loss") == code
    assert ("t" in tables(database)) == (code == 11)


def answered(place: Path, typed: str, *words: str) -> int:
    """The exit code of `opskit apply`, or what else, on a terminal where a person types something."""
    master, slave = pty.openpty()
    with program(place, *(words or ("apply",)), terminal=slave) as process:
        os.write(master, typed.encode())
        code = process.wait(timeout=PATIENCE_S)
    os.close(slave)
    os.close(master)
    return code


def test_70_for_a_bug_with_the_traceback_in_a_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("opskit.catalog.configuration.load", break_down)
    outcome = project.run("plan").exits(70)
    path = Path(outcome.err.split("the traceback is in ")[1].split()[0])
    assert "ZeroDivisionError" in path.read_text()
    assert "Traceback" not in outcome.err
    path.unlink()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_when_interrupted_and_the_run_is_recorded(
    on: On, database: str, connect: Connect, number: signal.Signals, code: int
) -> None:
    holder = connect(database)
    holder.execute("create table t (a integer)")
    holder.execute("begin; lock table t in access share mode")
    project = on(database).migration("r1_t", "alter table t add column b integer")
    with program(project.place, "apply", "--confirm", "test") as process:
        wait_until_begun(connect(database))
        process.send_signal(number)
        assert process.wait(timeout=PATIENCE_S) == code
    holder.execute("rollback")
    assert "failed" in project.run("ledger", "show").ok().out
    project.run("apply", "--confirm", "test").ok()


def wait_until_begun(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    counts(connection, "select to_regclass('opskit.statement') is not null")


def test_a_look_that_is_cut_off_by_a_signal_ran_into_no_time_limit(database: str, connect: Connect) -> None:
    looking = "select count(*) = 1 from pg_stat_activity where query = 'select pg_sleep(99)'"
    with writing(Environment("test", database, database), "opskit/test", Terms()) as db, ThreadPoolExecutor() as pool:
        cut_off = pool.submit(lambda: (counts(connect(database), looking), db.cancel()))
        with pytest.raises(Interrupted, match="stopped while it looked"):
            db.rows("select pg_sleep(99)")
        cut_off.result()
