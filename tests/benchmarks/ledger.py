"""How quick the ledger is, in a file and in PostgreSQL: `python tests/benchmarks/ledger.py`.

Events appended in a second by 1 and by 8 operators, each a process of its own; PostgreSQL is that of the wheel, with
fsync, over a unix socket. Then the first screen of `opskit checklist`, a whole process from Enter to prompt, on a
ledger of 100,000 events beside the same on an empty one, interleaved, the median of --rounds; and what reading costs.
A slow machine is slow at everything: each screen is also told as so many times what the same Python takes to import the
libraries that it cannot do without, in the same rounds. All of them run from compiled modules, as pip leaves them.

Goals: the first screen within 400 ms on the large ledger; 8 operators together append at least 0.8 times what one does
alone (each event is on disk before the next is numbered, so that they cannot share a flush), and none is lost. Exit 1
when one is missed."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg
import tabulate

from opskit.app.ledger_init import carry, propose
from opskit.catalog.configuration import Settings
from opskit.core.environment import Environment
from opskit.core.ledger import GENESIS, Entry, Event, Ledger, faults, seal
from opskit.scratch.cluster import Cluster
from opskit.scratch.throwaway import throwaway
from opskit.store import sqlite_ledger
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

SCREEN_MS, SHARE, OPERATORS, APPEND_S = 400, 0.8, 8, 4.0
ENVIRONMENTS = ("staging", "canary", "production")
LIBRARIES = "import click, msgspec, psycopg"
ITEMS = [f"item-{number}" for number in range(18)]
STATEMENT = {"sql": "CREATE INDEX CONCURRENTLY idx_jobs_status ON public.jobs (status, created_at) WHERE deleted = 0"}
MARK = {"revision": "h8c2d6e5f4g3", "part": 0}
Made = Callable[[], Ledger]


@dataclass(frozen=True)
class Place:
    """`made` opens the ledger anew, as each process has to; `table` is the [ledger] of opskit.toml."""

    name: str
    made: Made
    table: str


class Took(NamedTuple):
    """From Enter to prompt, and the processor's share of it."""

    ms: float
    processor_ms: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    with throwaway("ledger", {}) as cluster, tempfile.TemporaryDirectory(prefix="opskit-ledger-") as folder:
        appending = appended(cluster, Path(folder))
        screens = shown(cluster, Path(folder), options.events, options.rounds)
    met = [*goals_of_appending(appending), *goals_of_screens(screens)]
    print("\n".join(f"{'met   ' if good else 'MISSED'} {text}" for text, good in met))
    return 0 if all(good for _, good in met) else 1


def appended(cluster: Cluster, folder: Path) -> dict[str, list[float]]:
    """Events a second by place: one operator, then OPERATORS."""
    rates: dict[str, list[float]] = {}
    for place in places(cluster, folder, "appending"):
        rates[place.name] = [rate(place, operators) for operators in (1, OPERATORS)]
    rows = [[name, f"{one:,.0f}", f"{many:,.0f}"] for name, (one, many) in rates.items()]
    print(tabulate.tabulate(rows, ["events appended a second", "1 operator", f"{OPERATORS} operators"]), "\n")
    return rates


def places(cluster: Cluster, folder: Path, name: str) -> Iterator[Place]:
    path = folder / f"{name}.sqlite"
    yield Place("SQLite", lambda: SqliteLedger(path), f'path = "{path}"')
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    conninfo = cluster.conninfo(name)
    kept = Environment("ops-ledger", conninfo, conninfo)
    carry(propose(Settings(ledger_server=kept), print), print)
    yield Place("PostgreSQL", lambda: PostgresLedger(kept), f'dsn = "{conninfo}"')


def rate(place: Place, operators: int) -> float:
    """Events a second of all operators together; SystemExit when one of them is not there afterwards."""
    before = len(place.made().events())
    context = multiprocessing.get_context("fork")
    gate, done = context.Barrier(operators), context.Queue()

    def work(operator: int) -> None:
        ledger, made = place.made(), 0
        gate.wait(30)
        end = time.perf_counter() + APPEND_S
        for entry in looks(f"run-{operators}-{operator}"):
            if time.perf_counter() > end:
                break
            ledger.append(entry)
            made += 1
        done.put(made)

    processes = [context.Process(target=work, args=(operator,)) for operator in range(operators)]
    for process in processes:
        process.start()
    made = sum(done.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    events = place.made().events()
    if len(events) != before + made or faults(events):
        raise SystemExit(f"{place.name}: {made} were appended, {len(events) - before} are there; {faults(events)[:3]}")
    return made / APPEND_S


def looks(run: str) -> Iterator[Entry]:
    for number in count(1):
        at = f"2026-01-06T22:05:01.{number:06d}Z"
        yield Entry(at, run, "item.checked", "staging", "dba@host", _look(ITEMS[number % len(ITEMS)]))


def shown(cluster: Cluster, folder: Path, events: int, rounds: int) -> dict[str, dict[str, float]]:
    """By place, milliseconds of the screen on the large and the empty ledger, the processor's share of the former, the
    libraries, the digest and all events; and how many times the libraries' the former two are."""
    chain = list(history(events))
    empty, large = list(places(cluster, folder, "empty")), list(places(cluster, folder, "large"))
    fill_file(large[0], chain)
    large[1].made().adopt(chain)  # type: ignore[attr-defined]
    with psycopg.connect(cluster.conninfo("large"), autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")  # else it writes what was filled in while the screens are timed
    desks = {
        many.name: [desk(folder, few, "empty"), desk(folder, many, "large")]
        for few, many in zip(empty, large, strict=True)
    }
    rounds_of = [
        {name: [*map(screen, each), libraries(each[0])] for name, each in desks.items()} for _ in range(rounds + 1)
    ]
    found: dict[str, dict[str, float]] = {}
    for many in large:
        taken = [each[many.name] for each in rounds_of[1:]]
        nothing, full, needed = (Took(*map(median, zip(*each, strict=True))) for each in zip(*taken, strict=True))
        found[many.name] = {
            "large ms": full.ms,
            "least ms": min(large_ms for _, (large_ms, _), _ in taken),
            "processor ms": full.processor_ms,
            "empty ms": nothing.ms,
            "libraries ms": needed.ms,
            "times these": full.ms / needed.ms,
            "processor times these": full.processor_ms / needed.processor_ms,
            "digest ms": timed(partial(many.made().digest, "production")),
            "all events ms": timed(many.made().events),
        }
    rows = [[name, *(f"{n:,.2f}" if n < 10 else f"{n:,.0f}" for n in each.values())] for name, each in found.items()]
    print(f"opskit checklist on {len(chain):,} events")
    print(tabulate.tabulate(rows, ["ledger", *next(iter(found.values()))]), "\n")
    return found


def history(events: int) -> Iterator[Event]:
    """What a year of three environments leaves: applies of 16 statements, rounds of the checklist with what they do,
    sign-offs."""
    chance, prev, numbers = random.Random(1), GENESIS, count(1)
    while True:
        environment = chance.choice(ENVIRONMENTS)
        for entry in chance.choices([applied, looked, signed], [50, 45, 5])[0](environment):
            number = next(numbers)
            if number > events:
                return
            at = f"2026-01-{1 + number * 27 // events:02d}T22:{number // 60 % 60:02d}:{number % 60:02d}.{number:06d}Z"
            event = seal(number, replace(entry, at=at), prev)
            prev = event.hash
            yield event


def applied(environment: str) -> Iterator[Entry]:
    run = f"20260106-{random.getrandbits(32):08x}"
    yield _entry(run, "run.started", environment, command="apply", digest="d" * 64, target="7/x", changes=16)
    for ordinal in range(1, 17):
        yield _entry(run, "change.started", environment, **STATEMENT, **MARK, ordinal=ordinal, summary="build index i")
        took = {"seconds": 1.25, "attempts": 1, "work": "build", "work_bytes": 123_456_789, "work_s": 1.2}
        yield _entry(run, "change.finished", environment, **STATEMENT, **MARK, **took, ordinal=ordinal)
    yield _entry(run, "run.finished", environment, command="apply", outcome="applied", subject="apply")


def looked(environment: str) -> Iterator[Entry]:
    run = f"20260107-{random.getrandbits(32):08x}"
    yield from (_entry(run, "item.checked", environment, **_look(item)) for item in ITEMS)
    for item in ITEMS[:2]:
        what = {
            "subject": f"migration-readiness/{item}",
            "runbook": "migration-readiness",
            "item": item,
            "deed_run": run,
        }
        yield _entry(run, "item.started", environment, **what, words="opskit apply", digest="d" * 64)
        yield _entry(run, "item.finished", environment, **what, outcome="done", changed=True, reason="")


def signed(environment: str) -> Iterator[Entry]:
    what = {"runbook": "migration-readiness", "item": "review-analysis", "reason": "every claim was measured again"}
    who = {"database_user": "ann", "os_user": "ann", "host": "desk"}
    yield _entry("20260108-00000000", "item.signed", environment, **what, **who, evidence=[])


def _look(item: str) -> dict[str, object]:
    return {
        "subject": f"migration-readiness/{item}", "runbook": "migration-readiness", "item": item, "verdict": "pass",
        "outcome": "unchanged", "evidence": ["a1_first", "a2_second"], "text": "all 16 present, valid and as written",
        "next": "", "database": "intowork",
    }  # fmt: skip


def _entry(run: str, kind: str, environment: str, **body: object) -> Entry:
    return Entry("", run, kind, environment, "dba@host", body)


def fill_file(place: Place, chain: list[Event]) -> None:
    """As if each had been appended: the first makes the file, the rest come in one transaction."""
    ledger = place.made()
    ledger.append(chain[0].entry)
    with sqlite_ledger.sqlite3.connect(ledger.place) as db:
        db.executemany("insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(sqlite_ledger._row, chain[1:]))
    db.close()
    if faults(ledger.events()):
        raise SystemExit("the file was filled wrongly")


def desk(folder: Path, place: Place, name: str) -> Path:
    made = folder / f"{name}-{place.name}"
    made.mkdir()
    text = f'[environments.production]\nservice = "nowhere"\n[ledger]\n{place.table}\n'
    (made / "opskit.toml").write_text(text, encoding="utf-8")
    return made


def screen(desk: Path) -> Took:
    return took(desk, "-m", "opskit", "checklist", "-e", "production")


def libraries(desk: Path) -> Took:
    return took(desk, "-c", LIBRARIES)


def took(desk: Path, *arguments: str) -> Took:
    """In a desk. The first of all compiles the modules, whatever the environment says of writing them."""
    kept = {"HOME": str(desk), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(desk.parent / "compiled")}
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=desk, capture_output=True, text=True, check=False, env={**os.environ, **kept},
    )  # fmt: skip
    ms, after = (time.perf_counter() - began) * 1000, os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode or done.stderr:
        raise SystemExit(f"exit {done.returncode}: {done.stderr}")
    return Took(ms, worked * 1000)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the best of five."""
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        work()
        best = min(best, (time.perf_counter() - began) * 1000)
    return best


def goals_of_appending(rates: dict[str, list[float]]) -> Iterator[tuple[str, bool]]:
    for name, (one, many) in rates.items():
        text = f"{name}: {OPERATORS} operators append {many / one:.2f} times what one does (at least {SHARE})"
        yield text, many >= one * SHARE


def goals_of_screens(screens: dict[str, dict[str, float]]) -> Iterator[tuple[str, bool]]:
    for name, found in screens.items():
        ms, times = found["large ms"], found["times these"]
        text = f"{name}: first screen of the checklist after {ms:.0f} ms (at most {SCREEN_MS}), {times:.2f} times"
        yield f"{text} what the libraries that it needs take", ms <= SCREEN_MS


if __name__ == "__main__":
    raise SystemExit(main())
