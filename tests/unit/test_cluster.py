"""Throwaway servers: made, reached, ended, and never left behind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
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
    assert postmaster.wait_until(lambda: answer(server, working) == 1, 5)
    started = time.monotonic()
    server.kill()
    assert time.monotonic() - started < 2
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


def test_a_folder_too_deep_for_a_socket_becomes_a_link(pg_bin: Path, tmp_path: Path) -> None:
    server = Cluster.create(tmp_path / ("d" * 90), "deep", pg_bin, QUICK)
    assert server.path.is_symlink()
    with running(server):
        assert answer(server, "select 1") == 1
    server.destroy()
    assert not os.path.lexists(server.path)


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


OWNER = """
import sys, time
from pathlib import Path
from opskit.scratch.cluster import Cluster
base, programs, then = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
server = Cluster.create(base, "server", programs, {"fsync": "off"})
server.start()
print(server.pid, server.data_dir.parent, flush=True)
if then == "detach":
    server.detach()
elif then == "wait":
    time.sleep(60)
"""


def own(base: Path, programs: Path, then: str) -> tuple[subprocess.Popen[str], int, Path]:
    """A process that starts a server; its pid and the folder it really lives in."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(base), str(programs), then],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert owner.stdout is not None
    pid, folder = owner.stdout.readline().split(maxsplit=1)
    return owner, int(pid), Path(folder.strip())


def gone(pid: int, folder: Path) -> bool:
    return not postmaster.serves(pid, folder / "data") and not folder.exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_owner_that_is_killed_leaves_neither_server_nor_folder(
    pg_bin: Path, tmp_path: Path, how: signal.Signals
) -> None:
    owner, pid, folder = own(tmp_path, pg_bin, "wait")
    with owner:
        assert not gone(pid, folder)
        owner.send_signal(how)
    assert postmaster.wait_until(lambda: gone(pid, folder), 5)
    assert postmaster.wait_until(lambda: list(tmp_path.iterdir()) == [], 1)


def test_an_owner_that_returns_without_stopping_leaves_nothing(pg_bin: Path, tmp_path: Path) -> None:
    owner, pid, folder = own(tmp_path, pg_bin, "return")
    with owner:
        assert owner.wait(10) == 0
    assert gone(pid, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_detached_server_stays_and_another_process_ends_it(pg_bin: Path, tmp_path: Path) -> None:
    owner, pid, folder = own(tmp_path, pg_bin, "detach")
    with owner:
        assert owner.wait(10) == 0
    time.sleep(0.5)
    server = Cluster.open(tmp_path / "server")
    assert server.pid == pid
    assert answer(server, "select 1") == 1
    server.destroy()
    assert gone(pid, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_was_opened_and_started_is_stopped_with_its_owner_but_kept(server: Cluster) -> None:
    server.stop()
    script = "import sys, os, signal; from pathlib import Path; from opskit.scratch.cluster import Cluster;" + (
        "Cluster.open(Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(server.path)], check=False)
    assert server.pid is not None
    assert postmaster.wait_until(lambda: server.pid is None, 5)
    assert server.data_dir.exists()


def test_without_the_wheel_the_error_names_the_extra() -> None:
    script = "from opskit.scratch.binaries import embedded_bin; embedded_bin()"
    root = str(Path(__file__).parents[2])
    outcome = subprocess.run(
        [sys.executable, "-S", "-c", script], env={"PYTHONPATH": root}, capture_output=True, text=True, check=False
    )
    assert "MissingExtra" in outcome.stderr
