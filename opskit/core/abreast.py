"""Work on several sessions at a time, told as one sequence of events, in the thread of whoever listens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Generic, TypeVar

from opskit.core.step import Writer
from opskit.core.stop import Stop
from opskit.errors import Interrupted
from opskit.value import Value

T = TypeVar("T")
# How soon a request to stop reaches a statement that runs.
TICK_S = 0.1


@dataclass
class _Sent(Generic[T]):
    """An event; the thread that sent it goes on once it `was_taken`, unless nobody listens any more."""

    event: T
    answered: threading.Event = field(default_factory=threading.Event)
    heard: bool = False

    def told(self) -> Iterator[T]:
        """The event, once; whoever takes it and fails has not heard it."""
        try:
            yield self.event
            self.heard = True
        finally:
            self.answered.set()


class _Ended(Value):
    error: BaseException | None


class Abreast(Generic[T]):
    """`work` yields the events of one session's share. The first error ends the whole: shares that have not begun
    another statement begin none, statements that run are left to their end. A request to stop ends those too."""

    def __init__(self, writers: Sequence[Writer], work: Callable[[Writer], Iterator[T]], stop: Stop) -> None:
        self._writers, self._work, self._stop = writers, work, stop
        self._inbox: Queue[_Sent[T] | _Ended] = Queue()
        self._listening = True

    def events(self) -> Iterator[T]:
        threads = [threading.Thread(target=self._carry, args=(each,), daemon=True) for each in self._writers]
        for thread in threads:
            thread.start()
        errors: list[BaseException] = []
        left = len(threads)
        try:
            while left:
                item = self._next()
                if isinstance(item, _Ended):
                    left -= 1
                    errors += [item.error] if item.error else []
                elif item:
                    yield from item.told()
        finally:
            self._listening = False
            self._let_go(left)
        if errors:
            raise errors[0]

    def _next(self) -> _Sent[T] | _Ended | None:
        """None when there was nothing for a moment, which is when a request to stop is passed on."""
        try:
            return self._inbox.get(timeout=TICK_S)
        except Empty:
            if self._stop.asked:
                self._cancel()
            return None

    def _cancel(self) -> None:
        for each in self._writers:
            each.cancel()

    def _let_go(self, left: int) -> None:
        """Whoever listened has gone (an error of its own): what runs is cancelled, and waited for."""
        while left:
            self._cancel()
            try:
                item = self._inbox.get(timeout=TICK_S)
            except Empty:
                continue
            if isinstance(item, _Ended):
                left -= 1
            else:
                item.answered.set()

    def _carry(self, writer: Writer) -> None:
        error: BaseException | None = None
        share = self._work(writer)
        try:
            for event in share:
                sent = _Sent(event)
                self._inbox.put(sent)
                sent.answered.wait()
                if not sent.heard:
                    raise Interrupted("nobody is left to record what is done")
        except BaseException as problem:
            error = problem
        self._inbox.put(_Ended(error))
