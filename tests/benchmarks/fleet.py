"""How well a fleet is looked at side by side: `python tests/benchmarks/fleet.py`.

10, 100 and 300 databases of one throwaway server, each asked one check that takes 0.2 s: 16 at a time by threads of the
command, and by two workers of 8 each, which are processes of their own and share a queue beside the ledger. Beside it
what 16 would take that lose nothing between two targets, and one target after the other. Goal: 100 databases by threads
within 1.15 times the ideal. Exit 1 when it is missed."""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import tabulate

from opskit.app.context import open_context
from opskit.app.fleet import Pick, fleet_check
from opskit.app.fleet_running import Terms
from opskit.app.ledger_init import carry, propose
from opskit.catalog.configuration import load
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.core.fleet import THREADS, WORKERS
from opskit.scratch.throwaway import throwaway

AT_A_TIME, HIRED, ASKED_S, GOAL = 16, 2, 0.2, 1.15
CHECK = """\
-- title: A question that takes its time
-- dimension: monitoring
-- severity: info
-- since: 14
-- remedy: none
-- why: to see how many are asked at a time
select 'x' as object, 'x' as message
from (select pg_catalog.pg_sleep({seconds})::text as t offset 0) as s
where s.t = 'x'
"""
SETTINGS = """\
[ledger]
dsn = "{ledger}"
[fleet]
path = "targets.toml"
by = "workers"
[checks]
path = "checks"
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", type=int, default=[10, 100, 300])
    options = parser.parse_args()
    rows, met = [], True
    with throwaway("fleet", {"max_connections": "200"}) as cluster, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            connection.execute("create database ledger")
        project(Path(folder), cluster.conninfo("ledger"))
        targets(Path(folder), cluster.conninfo(), max(options.databases))
        with hired(Path(folder)):
            for number in options.databases:
                targets(Path(folder), cluster.conninfo(), 1)
                alone = seconds(Path(folder), THREADS, 1)
                targets(Path(folder), cluster.conninfo(), number)
                took = {by: seconds(Path(folder), by, AT_A_TIME) for by in (THREADS, WORKERS)}
                ideal = math.ceil(number / AT_A_TIME) * alone
                each = [cell for by in took for cell in (f"{took[by]:.2f}", f"{took[by] / ideal:.2f}")]
                rows.append([number, f"{ideal:.2f}", *each, f"{number * alone:.1f}"])
                met = met and (number != 100 or took[THREADS] <= GOAL * ideal)
    heads = ["databases", "ideal", "threads", "ratio", f"{HIRED} workers", "ratio", "one after the other"]
    print(tabulate.tabulate(rows, heads))
    print(f"{'met' if met else 'MISSED'}: 100 databases within {GOAL} times the ideal of {AT_A_TIME} threads")
    return 0 if met else 1


def project(folder: Path, ledger: str) -> None:
    (folder / "checks").mkdir()
    (folder / "checks" / "slow_question.sql").write_text(CHECK.format(seconds=ASKED_S), encoding="utf-8")
    (folder / "opskit.toml").write_text(SETTINGS.format(ledger=ledger), encoding="utf-8")
    carry(propose(load(folder), print), print)


def targets(folder: Path, conninfo: str, number: int) -> None:
    lines = [f'[targets.db{each}]\ndsn = "{conninfo}"\n' for each in range(number)]
    (folder / "targets.toml").write_text("".join(lines), encoding="utf-8")


@contextmanager
def hired(folder: Path) -> Iterator[None]:
    """Workers that know all databases, once they take orders."""
    command = [sys.executable, "-m", "opskit", "fleet", "work", "--parallel", str(AT_A_TIME // HIRED)]
    workers = [subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) for _ in range(HIRED)]
    try:
        time.sleep(5)
        yield
    finally:
        for each in workers:
            each.kill()
            each.wait()


def seconds(folder: Path, by: str, parallel: int) -> float:
    """Of one look at all of them, the best of three."""
    context = open_context(load(folder), Environment("fleet", "", ""), PlainVoice())
    best = float("inf")
    for _ in range(3):
        began = time.monotonic()
        answer = fleet_check(context, Pick(), Terms(parallel, parallel, by=by), ["slow_question"])
        best = min(best, time.monotonic() - began)
        if answer.exit_code:
            raise SystemExit(f"exit {answer.exit_code}: {answer.data.targets[0].text}")
    return best


if __name__ == "__main__":
    raise SystemExit(main())
