"""Ctrl-C, a closed terminal, a machine that goes down: the first signal lets a run end in order, the second at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opskit.core.stop import Stop
from opskit.errors import Interrupted, Terminated

_ENDS_WITH: dict[signal.Signals, type[Interrupted]] = {
    signal.SIGINT: Interrupted,
    signal.SIGTERM: Terminated,
    signal.SIGHUP: Terminated,
}


# Signals reach the main thread only: what it is asked holds for the runs of all other threads that have no stop of
# their own.
_OF_ALL: list[Stop] = []
_OWN = threading.local()


@contextmanager
def stopped_by(stop: Stop) -> Iterator[None]:
    """What this thread carries out is stopped by this one alone."""
    _OWN.stop = stop
    try:
        yield
    finally:
        del _OWN.stop


@contextmanager
def stoppable(tell: Callable[[str], None]) -> Iterator[Stop]:
    """While a run is on. After the second signal the state is unknown until the next apply looks."""
    if threading.current_thread() is not threading.main_thread():
        yield getattr(_OWN, "stop", None) or (_OF_ALL[-1] if _OF_ALL else Stop())
        return
    stop = Stop()

    def received(number: int, frame: object) -> None:
        by = _ENDS_WITH[signal.Signals(number)]
        if stop.asked:
            _say(tell, "left as it is; opskit apply looks what happened and goes on")
            os._exit(by.exit_code)
        stop.ask(by)
        _say(
            tell, "stopping: the statement that runs is cancelled, what it leaves is cleaned up; once more ends it now"
        )

    before = {number: signal.signal(number, received) for number in _ENDS_WITH}
    _OF_ALL.append(stop)
    try:
        yield stop
    finally:
        _OF_ALL.remove(stop)
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(tell: Callable[[str], None], sentence: str) -> None:
    """A terminal that was closed cannot be told."""
    try:
        tell(sentence)
    except OSError:
        return
