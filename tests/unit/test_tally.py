"""pgbench's log: what each line counts as, and that a long one is read in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from opskit.gate.tally import BLOCKS, Tally
from opskit.scratch.pgbench import Growing

BEGAN = 1_795_991_181
LINES = 1_000_000
# A tally and a quarter of a megabyte of lines; the log has more than 30.
MOST_MB = 16

READING = """
import resource, sys
from pathlib import Path
from opskit.gate.tally import Tally
from opskit.scratch.pgbench import Growing
tally, log = Tally(2, 0, 100, True, True), Growing()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
while lines := log.lines(Path(sys.argv[1])):
    tally.take(lines)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(tally.total().samples, (after - before) / 1024)
"""


def line(at_s: float, us: int | str, script: int = 0, *more: int) -> bytes:
    """A transaction that ended `at_s` seconds after the load began."""
    whole, part = divmod(round(at_s * 1e6), 1_000_000)
    return " ".join(map(str, [0, 1, us, script, BEGAN + whole, part, *more])).encode()


def test_a_transaction_counts_for_its_script_and_the_block_it_began_in() -> None:
    tally = Tally(2, 0, BLOCKS, rated=False, retrying=False)
    tally.take([line(0.5, 500_000), line(3.1, 1000, 1), line(3.2, 200_000, 1), line(99, 1000, 1)])
    assert [each.samples for each in tally.scripts[0].histograms] == [1] + [0] * (BLOCKS - 1)
    second = [each.samples for each in tally.scripts[1].histograms]
    assert (second[3], second[BLOCKS - 1], sum(second)) == (2, 1, 3)
    assert tally.scripts[1].longest_us == 200_000


def test_what_begins_in_the_warm_up_is_dropped_whenever_it_ends() -> None:
    tally = Tally(1, 2, 10, rated=False, retrying=False)
    tally.take([line(0.1, 100_000), line(2.5, 1_000_000), line(2.6, 500_000)])
    assert (tally.dropped, tally.total().samples) == (2, 1)
    assert tally.measured_s == pytest.approx(0.6)


def test_failures_are_counted_by_sqlstate_and_are_no_latency() -> None:
    tally = Tally(1, 0, 10, rated=False, retrying=True)
    tally.take([line(1, 1000, 0, 0), line(2, "serialization", 0, 1), line(3, "deadlock", 0, 0), line(4, 500, 0, 2)])
    (script,) = tally.scripts
    assert (script.failed, script.retried) == ({"40001": 1, "40P01": 1}, 2)
    assert tally.total().samples == 2


def test_the_lag_behind_the_schedule_is_kept_and_who_was_late_is_counted() -> None:
    tally = Tally(1, 0, 10, rated=True, retrying=False)
    tally.take([line(1, 3000, 0, 200), line(2, 30_000, 0, 25_000), line(3, 12_000, 0, 10_000)])
    assert (tally.lags.samples, tally.late) == (3, 1)


def test_a_line_that_is_half_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    log, path = Growing(), tmp_path / "log"
    path.write_bytes(b"one\ntw")
    assert (log.lines(path), log.lines(path)) == ([b"one"], [])
    with path.open("ab") as file:
        file.write(b"o\n")
    assert log.lines(path) == [b"two"]


def test_a_million_lines_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with path.open("wb") as file:
        for number in range(0, LINES, 1000):
            some = (line((number + each) / 10_000, 300 + 7 * each, each % 2, each, 0) for each in range(1000))
            file.write(b"\n".join(some) + b"\n")
    words = [sys.executable, "-c", READING, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert path.stat().st_size > 30 << 20
    count, more_mb = done.stdout.split()
    assert int(count) == LINES
    assert float(more_mb) < MOST_MB
