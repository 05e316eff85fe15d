"""What goes on beside the application on a bad day: a forgotten transaction, and a report after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from live.place import connect

# Those that get constraints, and the busiest one: ACCESS SHARE is what one SELECT left open holds.
HELD = ("job_applications", "accounts", "verification_tokens", "jobs")


@contextmanager
def disturbed(conninfo: str, idle_s: float, report_s: float) -> Iterator[None]:
    """For `idle_s` seconds from now, or until the with ends: one session idle in a transaction that has read HELD,
    and reports of `report_s` one after the other, each in a snapshot of its own that a concurrent build waits for."""
    end = threading.Event()
    ready = threading.Barrier(3)
    threads = [
        threading.Thread(target=forget, args=(conninfo, idle_s, end, ready)),
        threading.Thread(target=report, args=(conninfo, idle_s, report_s, end, ready)),
    ]
    for each in threads:
        each.start()
    ready.wait(30)
    try:
        yield
    finally:
        end.set()
        for each in threads:
            each.join()


def forget(conninfo: str, seconds: float, end: threading.Event, ready: threading.Barrier) -> None:
    with connect(conninfo, "forgotten window") as db:
        db.execute("begin")
        for table in HELD:
            db.execute(f"select from {table} limit 1".encode())
        ready.wait(30)
        end.wait(seconds)
        db.execute("rollback")


def report(conninfo: str, seconds: float, each_s: float, end: threading.Event, ready: threading.Barrier) -> None:
    until = time.monotonic() + seconds
    with connect(conninfo, "monthly report") as db:
        db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        first = True
        while not end.is_set() and (left := until - time.monotonic()) > 0:
            with db.transaction():
                db.execute("select count(*) from users")
                if first:
                    ready.wait(30)
                first = False
                # The snapshot lives on between the statements of a REPEATABLE READ transaction.
                end.wait(min(each_s, left))
