"""How many statements a second `opskit lint` reads without a database: `python tests/benchmarks/lint_speed.py`.

The statements are those of tests/locks/corpus, repeated, each file 1,000 of them, on one core; beside it, in turn, what
PostgreSQL's parser alone takes for the same text. The goal is 5,000 a second. Exit 1 below it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from locks.corpus import cases_for

from opskit.migrate.linting import violations
from opskit.migrate.parser import parse
from opskit.migrate.world import World

FILE, ROUNDS = 1000, 7
GOAL = 5000


def seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def main() -> int:
    texts = [case.sql for case in cases_for(18)]
    text = ";\n".join(islice((text for _ in range(FILE) for text in texts), FILE))
    violations(parse(text), World())
    pairs = [(seconds(lambda: parse(text)), seconds(lambda: violations(parse(text), World()))) for _ in range(ROUNDS)]
    parsing, linting = (median(side) for side in zip(*pairs, strict=True))
    rate = FILE / linting
    print(f"parsed  {FILE / parsing:8,.0f} statements a second")
    print(f"linted  {rate:8,.0f} statements a second, {linting / parsing:.1f}x the parsing alone")
    print(f"{'reaches' if rate >= GOAL else 'BELOW'} the goal of {GOAL:,} (median of {ROUNDS} interleaved pairs)")
    return 0 if rate >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
