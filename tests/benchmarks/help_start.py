"""How much later `opskit --help` is done than a bare Python: `python tests/benchmarks/help_start.py`.

Whole processes, interleaved, median of 15; the limit is that of the design: 150 ms. Exit 1 above it."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 15
LIMIT_MS = 150
BARE = [sys.executable, "-c", "pass"]
HELP = [sys.executable, "-m", "opskit", "--help"]


def milliseconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (perf_counter() - start) * 1000


def main() -> int:
    milliseconds(HELP)
    pairs = [(milliseconds(BARE), milliseconds(HELP)) for _ in range(RUNS)]
    bare, shown = (median(side) for side in zip(*pairs, strict=True))
    later = median(after - before for before, after in pairs)
    word = "within" if later <= LIMIT_MS else "ABOVE"
    print(f"python -c pass          {bare:6.0f} ms")
    print(f"python -m opskit --help {shown:6.0f} ms   {shown / bare:.1f}x, {later:.0f} ms later")
    print(f"{word} the limit of {LIMIT_MS} ms (median of {RUNS} interleaved pairs)")
    return 0 if later <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
