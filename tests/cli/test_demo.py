"""The demo leaves nothing behind, however it ends. (The whole of it is run by .ci/run, from the installed wheel.)"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.program import Project
from fixtures.waiting import until

from opskit.scratch.cluster import Cluster

DEMO = [sys.executable, "-m", "opskit", "demo", "--jobs", "500"]


def servers_below(place: Path) -> list[str]:
    """Command lines of server processes whose data is below a folder, or in what its links lead to."""
    homes = [str(place), *(str(path.resolve()) for path in place.glob("opskit-demo/servers/*"))]
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "postgres" in line and any(home in line for home in homes):
            found.append(line)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_an_interrupted_demo_leaves_no_server(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(DEMO, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout or ():
            if line.startswith("# 2."):
                break
        assert len(servers_below(tmp_path)) >= 2
        process.send_signal(number)
        process.stdout and process.stdout.read()
    until(lambda: not servers_below(tmp_path), "the end of its servers")


@pytest.mark.parametrize("inside", [False, True])
def test_what_was_kept_is_ended_from_beside_it_and_from_inside(
    tmp_path: Path, pg_bin: Path, inside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "opskit-demo"
    server = Cluster.create(place / "servers", "staging", pg_bin, {})
    server.start()
    server.detach()
    monkeypatch.chdir(place if inside else tmp_path)
    done = subprocess.run([*DEMO[:4], "--stop", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["data"] == {"servers": 1}
    assert servers_below(tmp_path) == []


def test_stopping_a_demo_that_does_not_run_is_no_fault(project: Project) -> None:
    document = project.run("demo", "--stop", "--json").ok().document
    assert document["changed"] is False
