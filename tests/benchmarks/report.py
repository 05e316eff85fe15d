"""How long the page of a report with 5,000 pieces of evidence takes to draw, and how large it is:

    python tests/benchmarks/report.py

Beside it, in turn, the same report with the evidence of an ordinary night. Templates are compiled before. The goal is
2 s on one core. Exit 1 above it."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import process_time

from opskit.value import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from fixtures.readiness.proved import row
from fixtures.readiness.report import answer, report

from opskit.core.answer import Answer
from opskit.render import html

ROWS, ROUNDS = 5000, 5
GOAL_S = 2.0


def seconds(told: Answer) -> float:
    start = process_time()
    html.draw(told)
    return process_time() - start


def main() -> int:
    usual = report()
    many = [row(f"event:{seq}", f"change.finished {seq}", None, None, -seq) for seq in range(1000, 1000 + ROWS)]
    told = (answer(usual), answer(replace(usual, evidence=[*usual.evidence, *many])))
    html.draw(told[0])
    rounds = [[seconds(each) for each in told] for _ in range(ROUNDS)]
    small, large = (median(times) for times in zip(*rounds, strict=True))
    for took, each in ((small, told[0]), (large, told[1])):
        size = len(html.draw(each).encode())
        print(f"{len(each.data.evidence):6,} pieces of evidence: {took:5.2f} s, {size / 1000:8,.0f} kB")
    return int(large > GOAL_S)


if __name__ == "__main__":
    sys.exit(main())
