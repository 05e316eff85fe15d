"""How much later `opskit --help` and what Tab offers are there than a bare Python:
`python tests/benchmarks/help_start.py`.

Whole processes, interleaved, median of 15; the limit is that of the design: 150 ms. Exit 1 above it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from statistics import median
from time import perf_counter

RUNS = 15
LIMIT_MS = 150
BARE = [sys.executable, "-c", "pass"]
OPSKIT = [sys.executable, "-m", "opskit"]
TYPED = ("opskit ", "opskit check ", "opskit checklist show ", "opskit checklist -e ")


def milliseconds(command: list[str], environ: Mapping[str, str]) -> float:
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=os.environ | environ)
    return (perf_counter() - start) * 1000


def later(name: str, command: list[str], environ: Mapping[str, str]) -> bool:
    """Whether it is within the limit."""
    milliseconds(command, environ)
    pairs = [(milliseconds(BARE, {}), milliseconds(command, environ)) for _ in range(RUNS)]
    bare, shown = (median(side) for side in zip(*pairs, strict=True))
    cost = median(after - before for before, after in pairs)
    word = "within" if cost <= LIMIT_MS else "ABOVE"
    print(f"{name:32} {shown:6.0f} ms, a bare Python {bare:.0f} ms: {cost:.0f} ms later, {word} {LIMIT_MS} ms")
    return cost <= LIMIT_MS


def main() -> int:
    print(f"median of {RUNS} interleaved pairs")
    within = [later("opskit --help", [*OPSKIT, "--help"], {})]
    for line in TYPED:
        asked = {"_OPSKIT_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()))}
        within.append(later(f"{line}<Tab>", OPSKIT, asked))
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
