"""The transactions of `pgbench --log`, one by one. What is aggregated holds means, and no quantile can be had from
it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from opskit.gate.shapes.latencies import Series

# A transaction has client, number, time in us, script, epoch and us; then, as asked for, its lag and its tries. An
# aggregate begins with the epoch: no client has such a number.
_LEAST_FIELDS, _AN_EPOCH = 6, 100_000_000


def series(lines: Iterable[str], newer_than: datetime | None) -> Series:
    """Milliseconds of the transactions that ended after a time; those that failed or were skipped are counted.
    ValueError for what is no such log."""
    ms, failed = [], 0
    for number, line in enumerate(lines, 1):
        fields = line.split()
        if not fields:
            continue
        ended, time = _fields(fields, number)
        if newer_than and ended <= newer_than.timestamp():
            continue
        if time.isdecimal():
            ms.append(int(time) / 1000)
        else:
            failed += 1
    return Series(ms, failed)


def _fields(fields: list[str], number: int) -> tuple[float, str]:
    """When a transaction ended, and its time as it stands."""
    if len(fields) < _LEAST_FIELDS or not fields[0].isdecimal():
        raise ValueError(f"line {number} is none of a log of pgbench: {' '.join(fields)[:60]!r}")
    if int(fields[0]) >= _AN_EPOCH:
        raise ValueError("the log is aggregated: it holds means, no transactions (--aggregate-interval)")
    if not (fields[4].isdecimal() and fields[5].isdecimal()):
        raise ValueError(f"line {number} is none of a log of pgbench: {' '.join(fields)[:60]!r}")
    return int(fields[4]) + int(fields[5]) / 1_000_000, fields[2]
