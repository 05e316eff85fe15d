"""The ways to bring the migration in. Each takes the whole of its own start into its wall."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from live.place import MIGRATION, Place, fresh_copy, objects
from opskit.migrate.parser import split

ALONE, PLAIN, CAREFUL, OPSKIT = "the load alone", "plain, one transaction", "careful person, psql", "opskit"
ENVIRONMENT = "bench"
LOCK_TIMEOUT, AGAIN_S = "2s", 1.0
LOCK_NOT_AVAILABLE = "55P03"
DEADLINE_S = 300
DONE, PENDING = 0, 10


@dataclass(frozen=True)
class Driver:
    """`bring` returns what there is to say about it, empty when there is nothing; the schema must end as `leaves`."""

    name: str
    bring: Callable[[], str]
    leaves: Mapping[str, str]


def drivers(place: Place, nothing_s: float) -> list[Driver]:
    """The load alone for `nothing_s` first. The statements of the careful person are those opskit plans; how the schema
    is to end is what the migration file makes of it when nobody is there."""
    with fresh_copy(place):
        before, safe = objects(place.copy), planned(place)
        plain(place)
        after = objects(place.copy)
    return [
        Driver(ALONE, partial(alone, nothing_s), before),
        Driver(PLAIN, partial(plain, place), after),
        Driver(CAREFUL, partial(careful, place, safe), after),
        *(Driver(" ".join([OPSKIT, *words]), partial(opskit, place, words), after) for words in concurrency(place)),
    ]


def alone(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def plain(place: Place) -> str:
    """As `alembic upgrade` with transactional DDL: one transaction, no timeout."""
    with psycopg.connect(place.copy, application_name="alembic") as db:
        for statement in split((MIGRATION / "up.sql").read_text(), MIGRATION / "up.sql"):
            db.execute(statement.encode())
    return ""


def careful(place: Place, statements: Sequence[str]) -> str:
    """A lock_timeout for what locks for an instant, tried again after a second; none for what is concurrent."""
    tries = 0
    with Psql(place) as psql:
        for statement in statements:
            concurrent = "CONCURRENTLY" in statement
            psql.run(f"set lock_timeout = {0 if concurrent else repr(LOCK_TIMEOUT)}")
            while (state := psql.run(statement)) == LOCK_NOT_AVAILABLE:
                tries += 1
                time.sleep(AGAIN_S)
            if state != "00000":
                return f"SQLSTATE {state}: {statement}"
    return f"lock_timeout met {tries} times" if tries else ""


class Psql:
    """One session, one statement after the other, as a person types them."""

    def __init__(self, place: Place) -> None:
        self._process = subprocess.Popen(
            [str(place.programs / "psql"), "-X", "-q", "-A", "-t", "-d", place.copy],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
        )  # fmt: skip

    def __enter__(self) -> Psql:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, statement: str) -> str:
        """Its SQLSTATE."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{statement};\n\\echo :SQLSTATE\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


def opskit(place: Place, words: Sequence[str]) -> str:
    """The command as a script types it, in a folder and with a home of its own: no earlier run is known. What it spends
    of the processor itself is said too: on a busy machine that is what tells its own cost from the others'."""
    folder, before = project(place), os.times()
    try:
        done = run(folder, "apply", "--confirm", ENVIRONMENT, "--json", *words)
    except subprocess.TimeoutExpired:
        return f"killed after {DEADLINE_S} s"
    if done.returncode != DONE:
        return f"exit {done.returncode}: {' '.join(done.stderr.split())[-600:]}"
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    steps = json.loads(done.stdout)["data"]["steps"]
    tries, seconds = sum(each["attempts"] for each in steps) - len(steps), sum(each["seconds"] for each in steps)
    return (
        f"its statements together {seconds:.2f} s, {tries} tries more than statements; {spent:.2f} s of CPU of its own"
    )


def concurrency(place: Place) -> list[list[str]]:
    """What is added to the command, one list for each row."""
    known = "--jobs" in run(project(place), "apply", "--help").stdout
    return [["--jobs", "1"], ["--jobs", "2"]] if known else [[]]


def planned(place: Place) -> list[str]:
    """The safe statements of `opskit apply -n`, in order."""
    shown = run(project(place), "apply", "-n", "--json")
    if shown.returncode != PENDING:
        raise RuntimeError(f"opskit apply -n: exit {shown.returncode}: {shown.stderr}")
    migrations = json.loads(shown.stdout)["data"]["migrations"]
    return [sql for each in migrations for statement in each["statements"] for sql in statement["safe"]]


def project(place: Place) -> Path:
    folder = place.folder / "project"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(MIGRATION, folder / "migrations" / MIGRATION.name)
    (folder / "opskit.toml").write_text(
        f'[environments.{ENVIRONMENT}]\ndsn = "{place.copy}"\n'
        '[migrations]\nsource = "sql"\npath = "migrations"\n[ledger]\npath = "ledger.sqlite"\n'
    )
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    with started(folder, *words) as process:
        out, error = process.communicate(timeout=DEADLINE_S)
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """opskit at work, in a home of its own; killed when the with is left."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPSKIT_", "PG", "XDG_"))}
    with subprocess.Popen(
        [sys.executable, "-m", "opskit", *words], cwd=folder, env={**inherited, "HOME": str(folder)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
