"""How well a fleet is looked at side by side: `python tests/benchmarks/fleet.py`.

10, 100 and 300 databases of one throwaway server, each asked one check that takes 0.2 s, by 16 threads; beside it what
16 workers would take that lose nothing between two targets, and one target after the other. Goal: 100 databases within
1.15 times the ideal. Exit 1 when it is missed."""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import tabulate

from opskit.app.check import Inquiry
from opskit.app.context import open_context
from opskit.app.fleet import Pick, fleet_check
from opskit.app.fleet_running import Terms
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.scratch.throwaway import throwaway

WORKERS, ASKED_S, GOAL = 16, 0.2, 1.15
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", type=int, default=[10, 100, 300])
    options = parser.parse_args()
    rows, met = [], True
    with throwaway("fleet", {"max_connections": "200"}) as cluster, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "slow_question.sql").write_text(CHECK.format(seconds=ASKED_S), encoding="utf-8")
        for number in options.databases:
            took, alone = (
                seconds(cluster.conninfo(), Path(folder), number, WORKERS),
                seconds(cluster.conninfo(), Path(folder), 1, 1),
            )
            ideal = math.ceil(number / WORKERS) * alone
            rows.append([number, f"{took:.2f}", f"{ideal:.2f}", f"{took / ideal:.2f}", f"{number * alone:.1f}"])
            met = met and (number != 100 or took <= GOAL * ideal)
    print(tabulate.tabulate(rows, ["databases", "seconds", "ideal", "ratio", "one after the other"]))
    print(f"{'met' if met else 'MISSED'}: 100 databases within {GOAL} times the ideal of {WORKERS} workers")
    return 0 if met else 1


def seconds(conninfo: str, folder: Path, number: int, workers: int) -> float:
    """Of one look at all of them, the best of three."""
    named = {f"db{each}": Environment(f"db{each}", conninfo, conninfo) for each in range(number)}
    settings = Settings(named, checks=folder, ledger=folder / "ledger.sqlite")
    context = open_context(settings, Environment("fleet", "", ""), PlainVoice())
    terms = replace(Terms(), parallel=workers, per_host=workers)
    best = float("inf")
    for _ in range(3):
        began = time.monotonic()
        answer = fleet_check(context, Pick(), terms, Inquiry(("slow_question",)))
        best = min(best, time.monotonic() - began)
        if answer.exit_code:
            raise SystemExit(f"exit {answer.exit_code}: {answer.data.targets[0].text}")
    return best


if __name__ == "__main__":
    raise SystemExit(main())
