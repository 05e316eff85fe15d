"""What a gate finds, and what it does not invent: python tests/benchmarks/gate_power.py [RUNS]

Simulated latencies, log-normal with sigma 0.6 as in the table of the design; each row is one change of the canary
against its control, judged as a gate judges it (p50 at most 1.10 times, p99 at most 1.25 times slower). Exit 1 when a
goal is missed. Takes some minutes on one core; 100,000 samples are tried less often."""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from opskit.catalog.gate_file import MARGINS
from opskit.core.sampling import share_of
from opskit.gate import slowdown

SIGMA = 0.6
SHARES = {name: share_of(name) or 0.0 for name in MARGINS}
Change = Callable[[float, random.Random], float]


@dataclass(frozen=True)
class Row:
    """`goal` reads the shares of (pass, fail, inconclusive); empty where none is set."""

    told: str
    count: int
    likeness: float
    change: Change
    goal: str = ""


def none(ms: float, _: random.Random) -> float:
    return ms


def tail(ms: float, generator: random.Random) -> float:
    """1.5 % of the requests ten times slower."""
    return ms * 10 if generator.random() < 0.015 else ms


def slower(factor: float) -> Change:
    return lambda ms, _: ms * factor


ROWS = [
    *(Row("none", count, 0.0, none, "fail <= 0.05") for count in (1_000, 3_000, 10_000)),
    *(Row("none, alike 0.5", count, 0.5, none, "fail <= 0.10") for count in (1_000, 10_000)),
    *(Row("none, alike 0.8", count, 0.8, none, "fail <= 0.10") for count in (1_000, 10_000)),
    *(Row("none, alike 0.95", count, 0.95, none, "fail <= 0.10") for count in (1_000, 10_000)),
    Row("1.5 % ten times slower", 1_000, 0.0, tail),
    Row("1.5 % ten times slower", 10_000, 0.0, tail, "fail >= 0.95"),
    *(Row("all +10 %", count, 0.0, slower(1.10)) for count in (1_000, 10_000)),
    *(Row("all +20 %", count, 0.0, slower(1.20)) for count in (300, 1_000, 3_000)),
    *(Row("all +50 %", count, 0.0, slower(1.50)) for count in (400, 1_000)),
    Row("all +50 %", 3_000, 0.0, slower(1.50), "fail >= 0.95"),
    Row("all +1 %", 100_000, 0.0, slower(1.01), "pass >= 0.95"),
]


def series(generator: random.Random, count: int, likeness: float) -> Iterator[float]:
    state = generator.gauss(0, 1)
    for _ in range(count):
        state = likeness * state + math.sqrt(1 - likeness**2) * generator.gauss(0, 1)
        yield math.exp(SIGMA * state)


def verdict(here: list[float], control: list[float]) -> str:
    found = slowdown.apart(here, control, SHARES)
    if any(found[name].low > MARGINS[name] for name in MARGINS):
        return "fail"
    return "pass" if all(found[name].high < MARGINS[name] for name in MARGINS) else "inconclusive"


def shares(row: Row, runs: int) -> dict[str, float]:
    counted: Counter[str] = Counter()
    for seed in range(runs):
        generator = random.Random(seed)
        control = list(series(generator, row.count, row.likeness))
        here = [row.change(ms, generator) for ms in series(generator, row.count, row.likeness)]
        counted[verdict(here, control)] += 1
    return {word: counted[word] / runs for word in ("pass", "fail", "inconclusive")}


def reached(goal: str, seen: dict[str, float]) -> bool:
    word, op, limit = goal.split()
    return seen[word] >= float(limit) if op == ">=" else seen[word] <= float(limit)


def main(runs: int) -> int:
    slowdown.RESAMPLES = 200
    missed = 0
    print(f"{'change':<24} {'n':>7} {'runs':>5} {'pass':>6} {'fail':>6} {'open':>6}  goal")
    for row in ROWS:
        times = max(runs * 3_000 // max(row.count, 3_000), 10)
        seen = shares(row, times)
        kept = not row.goal or reached(row.goal, seen)
        missed += not kept
        goal = f"{row.goal} {'kept' if kept else 'MISSED'}" if row.goal else ""
        figures = " ".join(f"{seen[word]:>6.0%}" for word in ("pass", "fail", "inconclusive"))
        print(f"{row.told:<24} {row.count:>7,} {times:>5} {figures}  {goal}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
