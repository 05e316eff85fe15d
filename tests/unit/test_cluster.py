"""Throwaway servers: made, reached, ended, and never left behind."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from opskit.errors import Blocked, Unreachable
from opskit.scratch import postmaster
from opskit.scratch.cluster import Cluster, running

QUICK = {"fsync": "off"}
AS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def shared(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server these tests may stop and kill."""
    server = Cluster.create(tmp_path_factory.mktemp("shared"), "server", pg_bin, QUICK | {"cluster_name": r"o'b\n"})
    yield server
    server.destroy()


@pytest.fixture
def server(shared: Cluster) -> Iterator[Cluster]:
    with running(shared):
        yield shared


def answer(server: Cluster, question: str) -> object:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(server: Cluster, statement: str) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_started_server_answers_over_its_socket(server: Cluster) -> None:
    assert answer(server, "select current_user") == "postgres"
    assert answer(server, "show listen_addresses") == ""
    assert answer(server, "show server_encoding") == "UTF8"
    assert answer(server, "show data_checksums") == "on"
    assert str(answer(server, "show server_version")).startswith(f"{server.version}.")
    assert str(answer(server, "select datcollate from pg_database where datname = 'template1'")).startswith("C")


def test_settings_arrive_as_given_quotes_and_backslashes_included(server: Cluster) -> None:
    assert answer(server, "show cluster_name") == r"o'b\n"


def test_a_database_name_is_quoted_in_the_connection_string(server: Cluster) -> None:
    name = r"it's \ here"
    tell(server, f'create database "{name}"')
    with psycopg.connect(server.conninfo(name)) as connection:
        assert connection.info.dbname == name


def test_nobody_else_may_enter_the_folders_of_data_and_socket(server: Cluster) -> None:
    for folder in (server.data_dir, server.socket_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another user")
def test_root_runs_the_server_as_a_user_without_rights(server: Cluster) -> None:
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_the_server_sees_nothing_of_the_operators_environment(shared: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPERATORS_TOKEN", "s3cret")
    with running(shared):
        assert b"s3cret" not in Path(f"/proc/{shared.pid}/environ").read_bytes()


def test_starting_twice_is_starting_once(server: Cluster) -> None:
    before = server.pid
    server.start()
    assert server.pid == before


def test_a_restart_is_a_new_server_on_the_same_data(server: Cluster) -> None:
    before = server.pid, answer(server, "select system_identifier from pg_control_system()")
    server.restart()
    after = server.pid, answer(server, "select system_identifier from pg_control_system()")
    assert after[0] != before[0]
    assert after[1] == before[1]


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_stopped_server_is_gone_even_with_a_client_at_work(server: Cluster, mode: str) -> None:
    client = psycopg.connect(server.conninfo())
    server.stop(mode)  # type: ignore[arg-type]  # parametrised
    assert server.pid is None
    assert not server.guarded
    with pytest.raises(psycopg.OperationalError):
        client.execute("select 1")
    client.close()
    server.stop()


def test_after_a_kill_no_process_is_left_and_committed_rows_come_back(server: Cluster) -> None:
    tell(server, "create table kept (n integer); insert into kept values (1)")
    busy = "select count(*) from generate_series(1, 1e9)"
    client = psycopg.connect(server.conninfo())
    backend = client.info.backend_pid
    thread = threading.Thread(target=run_until_lost, args=(client, busy))
    thread.start()
    working = f"select count(*) from pg_stat_activity where query = '{busy}'"
    assert postmaster.wait_until(lambda: answer(server, working) == 1, 60)
    started = time.monotonic()
    server.kill()
    assert time.monotonic() - started < postmaster._KILL_SECONDS
    assert server.pid is None
    assert not postmaster.exists(backend)
    thread.join()
    client.close()
    server.start()
    assert answer(server, "select n from kept") == 1


def run_until_lost(client: psycopg.Connection[tuple[object, ...]], statement: str) -> None:
    with suppress(psycopg.OperationalError):
        client.execute(statement.encode())


def test_two_servers_run_beside_each_other_and_leave_nothing(server: Cluster, pg_bin: Path, tmp_path: Path) -> None:
    other = Cluster.create(tmp_path, "other", pg_bin, QUICK)
    with running(other):
        identities = {answer(each, "select system_identifier from pg_control_system()") for each in (server, other)}
        assert len(identities) == 2
    assert other.pid is None
    real = other.data_dir.parent
    other.destroy()
    assert not real.exists()
    assert list(tmp_path.iterdir()) == []
    assert server.pid is not None


def test_a_folder_that_exists_is_refused_and_left_alone(pg_bin: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    with pytest.raises(Blocked, match="exists already"):
        Cluster.create(tmp_path, "mine", pg_bin, {})
    assert (tmp_path / "mine" / "file").exists()


def test_folders_may_be_relative(pg_bin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    server = Cluster.create(Path("base"), "server", Path(os.path.relpath(pg_bin)), QUICK)
    with running(Cluster.open(Path("base/server"))) as opened:
        assert answer(opened, "select 1") == 1
    server.destroy()


def test_a_folder_too_deep_for_a_socket_becomes_a_link(pg_bin: Path) -> None:
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        base = Path(parent) / ("d" * 90)
        server = Cluster.create(base, "deep", pg_bin, QUICK)
        assert server.path.is_symlink()
        with running(server):
            assert answer(server, "select 1") == 1
        server.destroy()
        assert list(base.iterdir()) == []


@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another user")
def test_programs_the_servers_user_cannot_reach_are_copied(pg_bin: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "site").symlink_to(pg_bin.parents[2])
    hidden = tmp_path / "site" / pg_bin.relative_to(pg_bin.parents[2])
    server = Cluster.create(tmp_path, "server", hidden, QUICK | {"shared_preload_libraries": "pg_stat_statements"})
    assert server.bin_dir != hidden
    with running(server):
        assert answer(server, "show shared_preload_libraries") == "pg_stat_statements"
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    server.destroy()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_without_programs_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=f"no PostgreSQL server program in {tmp_path}"):
        Cluster.create(tmp_path, "server", tmp_path, {})
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_start_says_why(pg_bin: Path, tmp_path: Path) -> None:
    server = Cluster.create(tmp_path, "server", pg_bin, {"shared_preload_libraries": "no_such_library"})
    with pytest.raises(Unreachable) as caught:
        server.start()
    assert "no_such_library" in caught.value.why
    assert server.pid is None
    server.destroy()


def test_nothing_to_open_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no throwaway server"):
        Cluster.open(tmp_path / "none")


def test_tcp_asks_for_a_password_and_moves_when_its_port_is_taken(pg_bin: Path, tmp_path: Path) -> None:
    server = Cluster.create(tmp_path, "server", pg_bin, QUICK, listen="127.0.0.1")
    try:
        server.start()
        tell(server, "create role app login password 'right'")
        tcp = f"host=127.0.0.1 port={server.port} user=app dbname=postgres connect_timeout=5"
        psycopg.connect(f"{tcp} password=right").close()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"{tcp} password=wrong")
        before = server.port
        server.stop()
        with socket.create_server(("127.0.0.1", before)):
            server.start()
        assert server.port != before
        assert answer(server, "select 1") == 1
    finally:
        server.destroy()


def test_without_the_wheel_the_error_names_the_extra() -> None:
    script = "from opskit.scratch.binaries import embedded_bin; embedded_bin()"
    root = str(Path(__file__).parents[2])
    outcome = subprocess.run(
        [sys.executable, "-S", "-c", script], env={"PYTHONPATH": root}, capture_output=True, text=True, check=False
    )
    assert "MissingExtra" in outcome.stderr
