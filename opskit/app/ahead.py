"""Something that is waited for elsewhere while other work is done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """Begun when it is made, in a thread that keeps no program from ending."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: T | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._go, name="opskit ahead", daemon=True)
        self._thread.start()

    def result(self, within_s: float) -> T | None:
        """None when it is not there by then; what it raised is raised here."""
        self._thread.join(within_s)
        if self._error:
            raise self._error
        return self._result

    def _go(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
