"""How long a statement will take: from the bytes it works through and the rates of earlier runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from statistics import median

from opskit.value import Value


class Kind(StrEnum):
    """What takes the time. `instant` changes the catalog only."""

    INSTANT = "instant"
    SCAN = "scan"
    BUILD = "index build"
    BACKFILL = "backfill"
    REWRITE = "rewrite"
    VACUUM = "vacuum"


class Work(Value):
    """`bytes`: of the heaps read or updated; for a rewrite of all that is written anew, for a vacuum with indexes."""

    kind: Kind = Kind.INSTANT
    bytes: int = 0


INSTANT = Work()


class Sample(Value):
    """Work that was done, without the time spent waiting for locks."""

    work: Work
    seconds: float


class Estimate(Value):
    """Seconds, and the interval they are expected in; `basis` says where they come from."""

    seconds: float
    low: float
    high: float
    basis: str


# Bytes of heap a second: a third to a half of what a small machine did with a warm cache (2 cores, PostgreSQL 18, a
# million rows in 116 MB: a constraint's scan 0.9 to 2.1 GB/s, an index build on an integer 177 and on a text 102 MB/s,
# a rewrite with three indexes 73 MB/s, an update of every row with three indexes 10 MB/s; two million rows in 358 MB:
# a vacuum 125 to 540 MB/s). The interval is wide on purpose: disks differ by more than that.
DEFAULT_RATE: Mapping[Kind, float] = {
    Kind.SCAN: 300e6,
    Kind.BUILD: 40e6,
    Kind.REWRITE: 25e6,
    Kind.BACKFILL: 5e6,
    Kind.VACUUM: 40e6,
}
DEFAULT_SPREAD = 8.0
# Of a few samples the next may well lie outside of those seen.
MEASURED_SPREAD = 2.0
# Below it a statement's time is its overhead, not its rate.
LEAST_BYTES = 1_000_000
# A statement that changes only the catalog: 1 to 40 ms in the runs of the demo.
BASE_S = 0.005
SLOWEST_INSTANT_S = 0.25


def estimate(work: Work, samples: Iterable[Sample]) -> Estimate:
    """The median rate of the samples of this kind of work, with the slowest and fastest seen, widened."""
    if work.kind is Kind.INSTANT:
        return Estimate(BASE_S, 0.0, SLOWEST_INSTANT_S, "changes the catalog only")
    rates = [
        each.work.bytes / max(each.seconds - BASE_S, 1e-4)
        for each in samples
        if each.work.kind is work.kind and each.work.bytes >= LEAST_BYTES
    ]
    if not rates:
        rate = DEFAULT_RATE[work.kind]
        text = f"no {work.kind} measured yet: {rate / 1e6:.0f} MB/s assumed"
        return _interval(work.bytes, rate, rate / DEFAULT_SPREAD, rate * DEFAULT_SPREAD, text)
    low, high = min(rates) / MEASURED_SPREAD, max(rates) * MEASURED_SPREAD
    return _interval(work.bytes, median(rates), low, high, _basis(work.kind, rates))


def known(seconds: Sequence[float]) -> Estimate:
    """Of a statement that changes only the catalog, and was measured: its time does not go with the size of tables."""
    text = f"{len(seconds)} measured"
    return Estimate(
        round(median(seconds), 3), 0.0, max(round(max(seconds) * MEASURED_SPREAD, 3), SLOWEST_INSTANT_S), text
    )


def _interval(size: int, rate: float, slowest: float, fastest: float, basis: str) -> Estimate:
    seconds, low, high = (round(BASE_S + size / each, 3) for each in (rate, fastest, slowest))
    return Estimate(seconds, low, max(high, SLOWEST_INSTANT_S), basis)


def _basis(kind: Kind, rates: Sequence[float]) -> str:
    return f"{len(rates)} measured: {kind} at {median(rates) / 1e6:.0f} MB/s"


def total(estimates: Sequence[Estimate]) -> Estimate:
    """One after the other."""
    basis = "; ".join(dict.fromkeys(each.basis for each in estimates))
    parts = ((each.seconds, each.low, each.high) for each in estimates)
    seconds, low, high = (round(sum(column), 3) for column in zip((0.0, 0.0, 0.0), *parts, strict=True))
    return Estimate(seconds, low, high, basis)
