"""The end of the process that owns a throwaway server is the end of the server, however it comes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from opskit.scratch import postmaster
from opskit.scratch.cluster import Cluster, running

LIMIT_S = 60
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
    assert postmaster.wait_until(lambda: gone(pid, folder), LIMIT_S)
    assert postmaster.wait_until(lambda: list(tmp_path.iterdir()) == [], LIMIT_S)


def test_an_owner_that_returns_without_stopping_leaves_nothing(pg_bin: Path, tmp_path: Path) -> None:
    owner, pid, folder = own(tmp_path, pg_bin, "return")
    with owner:
        assert owner.wait(LIMIT_S) == 0
    assert gone(pid, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_detached_server_stays_and_another_process_ends_it(pg_bin: Path, tmp_path: Path) -> None:
    owner, pid, folder = own(tmp_path, pg_bin, "detach")
    with owner:
        assert owner.wait(LIMIT_S) == 0
    time.sleep(0.5)
    server = Cluster.open(tmp_path / "server")
    assert server.pid == pid
    psycopg.connect(server.conninfo()).close()
    server.destroy()
    assert gone(pid, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_was_opened_and_started_is_stopped_with_its_owner_but_kept(pg_bin: Path, tmp_path: Path) -> None:
    server = Cluster.create(tmp_path, "server", pg_bin, {"fsync": "off"})
    script = "import sys, os, signal; from pathlib import Path; from opskit.scratch.cluster import Cluster;" + (
        "opened = Cluster.open(Path(sys.argv[1])); opened.start(); print(opened.pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    owner = subprocess.run([sys.executable, "-c", script, str(server.path)], stdout=subprocess.PIPE, check=False)
    assert int(owner.stdout)
    assert postmaster.wait_until(lambda: server.pid is None, LIMIT_S)
    time.sleep(0.3)
    with running(server):
        assert server.pid is not None
    server.destroy()


def test_an_exception_stops_the_server_and_passes_on(pg_bin: Path, tmp_path: Path) -> None:
    server = Cluster.create(tmp_path, "server", pg_bin, {"fsync": "off"})
    with pytest.raises(ZeroDivisionError), running(server):
        _ = 1 / 0
    assert server.pid is None
    server.destroy()
