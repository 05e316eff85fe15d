"""One try at a time, of which all have the outcome who ask for it meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedTry(Generic[T]):
    """From any thread. Many who wait for a machine that does not answer wait once for it, and not one after another."""

    def __init__(self, attempt: Callable[[], T]) -> None:
        self._attempt = attempt
        self._lock = threading.Lock()
        self._running: Future[T] | None = None

    def outcome(self) -> T:
        """What the attempt returns or raises: of the one that goes on, else of a new one."""
        with self._lock:
            goes_on, mine = self._running, Future[T]()
            self._running = goes_on or mine
        if goes_on:
            return goes_on.result()
        try:
            mine.set_result(self._attempt())
        except BaseException as error:  # whoever waits must not wait for ever
            mine.set_exception(error)
        finally:
            with self._lock:
                self._running = None
        return mine.result()
