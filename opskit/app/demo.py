"""`opskit demo`: the whole window on two throwaway servers, by the real commands."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from opskit.app.demo_acts import ACTS, Act
from opskit.app.demo_servers import DATABASE, Servers, servers
from opskit.core.answer import Answer
from opskit.errors import Failed
from opskit.scratch.cluster import Cluster
from opskit.value import Value

FOLDER = "opskit-demo"
LOAD = ("pgbench", "-n", "-c", "4", "-j", "1", "-R", "60", "-T", "12", "-f", "application.pgbench")
Show = Callable[[str], None]


class DemoView(Value):
    """`surprises` are acts that ended with another exit code than they should; `files` what is left to read."""

    acts: int
    seconds: float
    surprises: Sequence[str]
    folder: str
    files: Sequence[str]
    kept: bool


def place_of(folder: Path) -> Path:
    """Where the demo is that is run or ended in a folder; whoever tries things in it stands in it already."""
    return folder if folder.name == FOLDER else folder / FOLDER


def demo(place: Path, scale: dict[str, str], keep: bool, show: Show) -> Answer[DemoView]:
    """Exit 1 when an act did not end as it should."""
    began = time.monotonic()
    place.mkdir(parents=True, exist_ok=True)
    show(f"Two throwaway PostgreSQL servers are started and loaded in {place.name}/ …")
    surprises: list[str] = []
    with servers(place, scale, keep) as both:
        show(f"ready after {time.monotonic() - began:.0f} s")
        for number, act in enumerate(ACTS, 1):
            show(f"\n# {number}. {act.says}" if act.says else "")
            with _load(both, place, show) if act.under_load else nullcontext():
                code = _perform(act, both, place, show)
            if code != act.exit_code:
                surprises.append(f"act {number} ({act.line}): exit {code}, should be {act.exit_code}")
    files = sorted(path.name for path in place.glob("report.*"))
    view = DemoView(len(ACTS), time.monotonic() - began, surprises, str(place), files, keep)
    return Answer("demo", view, 1 if surprises else 0)


def _perform(act: Act, both: Servers, place: Path, show: Show) -> int:
    """Print the command line, run it, pass its output on as it comes."""
    show(f"$ {act.line}")
    environ = _environ(both.staging if act.database == "staging" else both.production)
    process = subprocess.Popen(
        _argv(act, both), cwd=place, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    with process:
        for line in process.stdout or ():
            show(line.rstrip("\n"))
    if process.returncode:
        show(f"(exit {process.returncode})")
    return process.returncode


def _argv(act: Act, both: Servers) -> list[str]:
    program, *words = act.words
    if program == "opskit":
        return [sys.executable, "-m", "opskit", *words]
    careful = ["-X", "-v", "ON_ERROR_STOP=1"] if program == "psql" else []
    return [str(both.production.bin_dir / program), *careful, *words]


def _environ(cluster: Cluster) -> dict[str, str]:
    """Without what would lead the commands to another configuration; programs of PostgreSQL find the demo's server."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "OPSKIT_"))}
    server = {
        "PGHOST": str(cluster.socket_dir),
        "PGPORT": str(cluster.port),
        "PGUSER": "postgres",
        "PGDATABASE": DATABASE,
    }
    return {**kept, **server, "COLUMNS": "100"}


@contextmanager
def _load(both: Servers, place: Path, show: Show) -> Iterator[None]:
    """The application at work on production; its own figures afterwards."""
    show(f"$ {shlex.join(LOAD)} &")
    program, *words = LOAD
    cluster = both.production
    process = subprocess.Popen(
        [str(cluster.bin_dir / program), *words],
        cwd=place, text=True, env=_environ(cluster), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        time.sleep(2)
        yield
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise Failed("the application's load failed", output.strip().splitlines()[-1], "opskit demo")
    show("\n# Meanwhile the application saw:")
    for line in output.splitlines():
        if line.startswith(("number of transactions actually", "number of failed", "latency", "tps")):
            show(line)
