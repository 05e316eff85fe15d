"""One driver beside one load: how long it took, what the application waited, and whether the result is right."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import ceil

import psycopg

from live.drivers import Driver
from live.load import Rate, Request, Traffic, load
from live.lock_waits import longest_lock_wait_ms
from live.place import Place, fresh_copy, highest_ids, invalid_indexes, objects

SETTLING_S = 2.0


@dataclass(frozen=True)
class Run:
    """The waits are those of requests under way or due while the driver was at work."""

    wall_s: float
    application: Sequence[Request]
    probes: Sequence[Request]
    lock_wait_ms: float
    failed: int
    wrong: str
    said: str


@dataclass(frozen=True)
class Row:
    """Over all rounds: the quickest wall, for what else the machine does only adds to it; the longest stall of all, its
    request or the table whose probe it was; the longest wait for a table's lock; the p99 of all requests together."""

    scenario: str
    driver: str
    wall_s: float
    walls_s: Sequence[float]
    longest_ms: float
    longest_of: str
    lock_wait_ms: float
    p99_ms: float
    requests: int
    failed: int
    wrong: str
    said: str


def measure(place: Place, driver: Driver, disturbance: AbstractContextManager[None], rate: Rate, number: int) -> Run:
    """On a fresh copy, a little after the load and the disturbance have begun."""
    with fresh_copy(place) as conninfo:
        ids, folder = highest_ids(conninfo), place.folder / f"load-{number}"
        with load(place.programs / "pgbench", conninfo, folder, ids, rate) as traffic:
            time.sleep(SETTLING_S)
            with disturbance:
                time.sleep(SETTLING_S / 4)
                began = time.time()
                said = brought(driver)
                ended = time.time()
            time.sleep(SETTLING_S)
        return Run(
            ended - began,
            within(traffic.application, began, ended),
            within(traffic.probes, began, ended),
            longest_lock_wait_ms(place.cluster.log_path, began, ended),
            failures(traffic),
            wrong(conninfo, driver),
            "; ".join(filter(None, [said, *traffic.aborted[:1]])),
        )


def brought(driver: Driver) -> str:
    try:
        return driver.bring()
    except psycopg.Error as error:
        return str(error).splitlines()[0]


def within(requests: Sequence[Request], began: float, ended: float) -> list[Request]:
    return [each for each in requests if each.due <= ended and each.done >= began and not each.failed]


def failures(traffic: Traffic) -> int:
    return sum(each.failed for each in (*traffic.application, *traffic.probes)) + len(traffic.aborted)


def wrong(conninfo: str, driver: Driver) -> str:
    """Empty when the schema is as it should be."""
    if invalid := invalid_indexes(conninfo):
        return f"INVALID: {', '.join(invalid)}"
    differing = sorted(dict(objects(conninfo).items() ^ driver.leaves.items()))
    return f"differs in {len(differing)}: {differing[0]}" if differing else ""


def row(scenario: str, driver: str, runs: Sequence[Run]) -> Row:
    requests = [each for run in runs for each in run.application]
    probes = [each for run in runs for each in run.probes]
    longest = max(requests, key=lambda each: each.waited_ms)
    probe = max(probes, key=lambda each: each.waited_ms)
    by_probe = probe.waited_ms > longest.waited_ms
    return Row(
        scenario, driver, min(run.wall_s for run in runs), [run.wall_s for run in runs],
        max(longest.waited_ms, probe.waited_ms), f"probe of {probe.name}" if by_probe else longest.name,
        max(run.lock_wait_ms for run in runs), quantile([each.waited_ms for each in requests], 0.99), len(requests),
        sum(run.failed for run in runs), next(filter(None, (run.wrong for run in runs)), ""),
        next(filter(None, (run.said for run in runs)), ""),
    )  # fmt: skip


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest rank."""
    return sorted(values)[ceil(len(values) * share) - 1]
