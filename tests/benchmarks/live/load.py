"""The application and a prober at work on a database, and what they had to wait.

Both are pgbench with --rate: a latency runs from when the request was due, so a request that is late because those
before it were stuck counts its whole wait. The prober's client number N asks for a writer's lock on table N fifty
times a second; it sees the stalls that no request happened to meet. Their deadlock_timeout is LOGGED_MS: the server
logs every lock they wait for as long, so that a stall behind a lock can be told from one for want of a core."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from live.requests import PROBE, REQUESTS, TABLES

APPLICATION, PROBES = "application", "probes"
PROBES_A_SECOND = 50
LOGGED_MS = 20
CAUGHT_UP_MS, CATCHING_UP_S = 50.0, 60.0
NEVER_S = 36_000


@dataclass(frozen=True)
class Rate:
    a_second: int
    clients: int


@dataclass(frozen=True)
class Request:
    """Times in seconds since the epoch. What it asked for; `failed`: refused by the server."""

    name: str
    due: float
    done: float
    failed: bool

    @property
    def waited_ms(self) -> float:
        return (self.done - self.due) * 1000


@dataclass
class Traffic:
    """Filled when the load has ended. `aborted`: clients that an error ended, each one failed request."""

    application: list[Request] = field(default_factory=list)
    probes: list[Request] = field(default_factory=list)
    aborted: list[str] = field(default_factory=list)


class Pgbench:
    """One pgbench that runs until `stop`."""

    def __init__(self, program: Path, conninfo: str, prefix: Path, options: Sequence[str]) -> None:
        self._prefix = prefix
        self._said = prefix.with_suffix(".err")
        # -j 1: one log file. SIGALRM is pgbench's own end of -T.
        common = ["-n", "-j", "1", "-T", str(NEVER_S), "--log", f"--log-prefix={prefix}"]
        known = {"PGAPPNAME": prefix.name, "PGOPTIONS": f"-c deadlock_timeout={LOGGED_MS}ms"}
        with self._said.open("w") as said:
            self._process = subprocess.Popen(
                [str(program), *common, *options, conninfo],
                env={**os.environ, **known}, stdout=subprocess.DEVNULL, stderr=said,
            )  # fmt: skip

    def catch_up(self) -> None:
        """Return when what was due during a stall has been served: those still to come would not be in the log."""
        deadline = time.monotonic() + CATCHING_UP_S
        while self._process.poll() is None and time.monotonic() < deadline:
            lines = self._log().read_text().splitlines()[:-1]  # the last one may be half written
            if lines and int(lines[-1].split()[6]) / 1000 < CAUGHT_UP_MS:
                return
            time.sleep(0.5)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGALRM)
        self._process.wait(60)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def aborted(self) -> list[str]:
        return [line for line in self._said.read_text().splitlines() if " aborted " in line or "fatal" in line]

    def lines(self) -> Iterator[list[str]]:
        """client, transaction, microseconds or `failed`, script, and the end: seconds since the epoch, microseconds."""
        if not (log := self._log()).exists():
            raise RuntimeError(f"pgbench did not start: {self._said.read_text()}")
        return (line.split() for line in log.read_text().splitlines())

    def _log(self) -> Path:
        return Path(f"{self._prefix}.{self._process.pid}")


@contextmanager
def load(program: Path, conninfo: str, folder: Path, ids: Mapping[str, int], rate: Rate) -> Iterator[Traffic]:
    """Runs inside the with; what it saw is in the Traffic afterwards."""
    folder.mkdir()
    traffic, running = Traffic(), list[Pgbench]()
    try:
        for name, options in ((APPLICATION, asking(folder, ids, rate)), (PROBES, probing(folder))):
            running.append(Pgbench(program, conninfo, folder / name, options))
        yield traffic
        for each in running:
            each.catch_up()
        for each in running:
            each.stop()
        names = list(REQUESTS)
        traffic.application += [request(line, names[int(line[3])]) for line in running[0].lines()]
        traffic.probes += [request(line, TABLES[int(line[0])]) for line in running[1].lines()]
        traffic.aborted += [said for each in running for said in each.aborted()]
    finally:
        for each in running:
            each.kill()


def asking(folder: Path, ids: Mapping[str, int], rate: Rate) -> list[str]:
    scripts = [(write(folder, number, text), weight) for number, (weight, text) in enumerate(REQUESTS.values())]
    files = [f"--file={file}@{weight}" for file, weight in scripts]
    known = [f"--define={name}={highest}" for name, highest in ids.items()]
    return [f"--rate={rate.a_second}", f"--client={rate.clients}", *known, *files]


def probing(folder: Path) -> list[str]:
    tables = len(TABLES)
    return [f"--rate={PROBES_A_SECOND * tables}", f"--client={tables}", f"--file={write(folder, -1, PROBE)}"]


def write(folder: Path, number: int, script: str) -> Path:
    file = folder / f"{number}.pgbench"
    file.write_text(script)
    return file


def request(line: Sequence[str], name: str) -> Request:
    done = int(line[4]) + int(line[5]) / 1e6
    failed = not line[2].isdigit()
    return Request(name, done if failed else done - int(line[2]) / 1e6, done, failed)
