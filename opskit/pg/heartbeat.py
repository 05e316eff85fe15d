"""Signs of life of a session: a trivial query now and then, and never a wait without end for its answer."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg.pq import ExecStatus

from opskit.pg.connection import Connection, cut_off

EVERY_S = 2.0
# What the holder of the lock waits for an answer before it takes itself for lost: less than others wait for a sign of
# life before they take it for dead (operator_lock.DEAD_AFTER_S), by more than EVERY_S.
ANSWER_S = 15.0
# How long the end waits for the answer to a query that is under way.
LAST_ANSWER_S = 1.0


class Heartbeat:
    """Of an idle autocommit connection that nobody else uses meanwhile. `lost` is set, then `on_lost` called once, in
    the heart's own thread, when a query gets no answer or a wrong one; the connection is cut off then, so that the
    server ends its session as soon as it hears of that."""

    def __init__(self, connection: Connection, on_lost: Callable[[], None]) -> None:
        self._connection, self._on_lost = connection, on_lost
        self._over = threading.Event()
        self.lost = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="opskit heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join(LAST_ANSWER_S)
        if self._thread.is_alive():
            cut_off(self._connection)
            self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(EVERY_S):
            if not self._answered() and not self._over.is_set():
                self.lost.set()
                cut_off(self._connection)
                self._on_lost()
                return

    def _answered(self) -> bool:
        """Without blocking: psycopg itself would wait for a server that says nothing for as long as TCP does."""
        pgconn, heard, end = self._connection.pgconn, select.poll(), time.monotonic() + ANSWER_S
        try:
            heard.register(pgconn.socket, select.POLLIN)
            pgconn.send_query(b"select 1")
            while pgconn.is_busy():
                if not heard.poll(max(0.0, 1000 * (end - time.monotonic()))):
                    return False
                pgconn.consume_input()
            good = True
            while result := pgconn.get_result():
                good = good and result.status == ExecStatus.TUPLES_OK
        except (psycopg.Error, OSError, ValueError):
            return False
        return good
