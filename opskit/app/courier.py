"""Letters carried to one target: by a thread while a run is on, or in one round by `opskit ledger deliver`."""

from __future__ import annotations

import random
import threading
import time

from opskit.core.notice import Target
from opskit.errors import OpskitError
from opskit.store.outbox import Letter, Outbox

# After the first failure, doubled by each further one, up to an hour; a letter is tried for a day (store/outbox).
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 3600.0


def pause_s(attempts: int, chance: float) -> float:
    """Before the next attempt; `chance` is from 0 to 1, so that what failed together does not come back together."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(attempts - 1, 20)) * (0.5 + chance)


def round_of(outbox: Outbox, target: Target) -> tuple[int, float]:
    """Delivers what is due: how many letters, and the seconds this target is better left alone for (0: none). Where
    nobody answers the round is over, or each letter would wait as long as the first one."""
    from opskit.app.sending import send

    done = 0
    while letter := outbox.claim(target, time.time()):
        failure = send(target, letter, time.time())
        if failure is None:
            outbox.delivered(letter, time.time())
            done += 1
            continue
        pause = pause_s(letter.attempts, random.random())  # noqa: S311 - jitter
        outbox.failed(letter, failure.text, time.time() + pause)
        if not failure.answered:
            return done, pause
    return done, 0.0


class Courier:
    """A thread of one target, so that a target that hangs keeps no other waiting. It disturbs nobody: what it cannot
    deliver stays in the outbox, and the program does not wait for it to end."""

    def __init__(self, outbox: Outbox, target: Target) -> None:
        self._outbox, self._target = outbox, target
        self._woken, self._ending = threading.Event(), threading.Event()
        self._rests_until = 0.0
        self._thread = threading.Thread(target=self._work, daemon=True, name=f"courier {target.name}")
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def finish(self) -> None:
        """One last round, and no more."""
        self._ending.set()
        self._woken.set()

    def join(self, within_s: float) -> None:
        self._thread.join(max(0.0, within_s))

    def _work(self) -> None:
        while True:
            last = self._ending.is_set()
            pause = self._round()
            if last:
                return
            self._woken.wait(pause)
            self._woken.clear()

    def _round(self) -> float | None:
        """Seconds until the next one; None: until there is something new."""
        try:
            if time.time() >= self._rests_until:
                self._rests_until = time.time() + round_of(self._outbox, self._target)[1]
            return _until(self._outbox.undelivered(self._target), self._rests_until)
        except OpskitError:  # another process holds the outbox for longer than anybody waits
            return FIRST_PAUSE_S


def _until(letters: list[Letter], rests_until: float) -> float | None:
    now = time.time()
    due = [letter.next_at for letter in letters if not letter.given_up(now)]
    return max(rests_until - now, min(due) - now, 0.1) if due else None
