"""How a statement that runs is brought to its end by someone else: because a person asks, because it is late, because
the operator's lock is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from opskit.errors import Interrupted, Unreachable
from opskit.pg.connection import Connection, cut_off

# How long a request to cancel may take to be delivered.
DELIVERED_S = 5.0


def _lock_lost() -> Unreachable:
    what = "the operator's lock was lost: its session gave no sign of life, others may be at work by now"
    return Unreachable(what, "no statement is begun any more", "opskit apply   (looks what happened and goes on)")


class Crew:
    """The sessions that write for one run, so that all of them can be cut off when the operator's lock is lost."""

    def __init__(self) -> None:
        self._endings: list[Ending] = []

    def join(self, ending: Ending) -> None:
        self._endings.append(ending)

    def cut(self) -> None:
        for each in self._endings:
            each.cut()


class Ending:
    """Of one session. `cancelled` and `late` say why its statement was cancelled; while it is `cleaning` up after a
    failure nobody cancels it but the clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cancelled = threading.Event()
        self._lost = False
        self.late = False
        self.cleaning = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """From another thread. A statement that is about to begin does not begin."""
        if not self.cleaning:
            self._cancelled.set()
            self._end_statement()

    def cut(self) -> None:
        """From another thread: the session is over at once, whatever it waits for; its statement's end is unknown."""
        self._lost = True
        self._cancelled.set()
        cut_off(self._connection)

    def go_on(self, summary: str) -> None:
        if self._lost:
            raise _lock_lost()
        if self.cancelled and not self.cleaning:
            raise Interrupted(f"{summary}: stopped before it ran")

    def pause(self, seconds: float) -> None:
        if self.cleaning:
            time.sleep(seconds)
        elif self._cancelled.wait(seconds):
            raise _lock_lost() if self._lost else Interrupted("stopped while waiting")

    @contextmanager
    def clean_up(self) -> Iterator[None]:
        self.cleaning = True
        try:
            yield
        finally:
            self.cleaning = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """A time limit of opskit's own: the server's would end a build that only waits for others."""
        self.late = False
        timer = threading.Timer(seconds, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _too_late(self) -> None:
        self.late = True
        self._end_statement()

    def _end_statement(self) -> None:
        try:
            self._connection.cancel_safe(timeout=DELIVERED_S)
        except psycopg.Error:
            return  # the session is gone, and its statement with it
