"""Looking before a lock is asked for: whoever waits in its queue makes everybody behind wait too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from opskit.catalog.facts import fact
from opskit.core.blocker import SOON_S, Blocker, blocker
from opskit.core.budget import Budget
from opskit.core.change import Change
from opskit.core.effect import together
from opskit.core.step import Reader
from opskit.errors import Blocked, OpskitError

LOOK_EVERY_S, SAY_EVERY_S = 0.25, 15.0
# Somebody may have begun a moment ago what will last: a lock that is free now is worth a second of looking for it.
GLANCE_EVERY_S = 0.05


class Queue:
    """The queue for the locks of a transaction. `tell` hears who is waited for, `note` what is put on record; `pause`
    sleeps, and ends when the run is stopped."""

    def __init__(
        self,
        db: Reader,
        budget: Budget,
        tell: Callable[[str], None],
        note: Callable[..., object],
        pause: Callable[[float], None],
    ) -> None:
        self._db, self._budget, self._tell, self._note, self._pause = db, budget, tell, note, pause
        self._said: tuple[int | None, str] = (None, "")
        self._said_at = 0.0

    def stay_out(self, changes: Sequence[Change], already_s: float) -> float:
        """Wait outside until nobody is in the way who will not go away soon. Seconds waited; `already_s` were waited
        before, for the same statement. Blocked when patience is over."""
        began = time.monotonic()
        while True:
            waited = time.monotonic() - began
            found = holders(self._db, changes)
            lasting = [each for each in found if each.lasting(already_s + waited)]
            if not found or (not lasting and waited > SOON_S):
                return waited
            if lasting:
                self._behind(changes[0], lasting, already_s + waited)
            self._pause(LOOK_EVERY_S if lasting else GLANCE_EVERY_S)

    def _behind(self, change: Change, lasting: Sequence[Blocker], waited_s: float) -> None:
        if waited_s > self._budget.patience_s:
            raise self._out_of_patience(change, lasting)
        if self._ended(lasting):
            return
        who = (lasting[0].pid, lasting[0].relation)
        if who != self._said or time.monotonic() - self._said_at > SAY_EVERY_S:
            self._tell(f"{change.summary}: waits outside the queue; {lasting[0].words}")
            self._said, self._said_at = who, time.monotonic()

    def _ended(self, lasting: Sequence[Blocker]) -> bool:
        """Whether somebody was sent away, which a person has allowed."""
        limit = self._budget.terminate_older_s
        chosen = [each for each in lasting if limit is not None and each.may_be_ended(limit)]
        ended = [end_session(self._db, each, self._tell, self._note) for each in chosen]
        return any(ended)

    def _out_of_patience(self, change: Change, lasting: Sequence[Blocker]) -> Blocked:
        patience = self._budget.patience_s
        why = "\n  ".join(each.words for each in lasting[:5])
        return Blocked(
            f"{change.summary}: the lock was not to be had within {patience:.0f} s", why,
            "opskit locks; then opskit apply again, perhaps with --terminate-blockers older-than=5min",
        )  # fmt: skip


def end_session(db: Reader, each: Blocker, tell: Callable[[str], None], note: Callable[..., object]) -> bool:
    """Whether it was there to be ended. A person has allowed it; it is told, and put on record."""
    try:
        rows = db.rows(fact("end_session"), pid=each.pid, application=each.application)
    except OpskitError as error:
        tell(f"pid {each.pid} could not be ended: {error.why or error.what}")
        return False
    if rows:
        tell(f"ended a session, as allowed: {each.words}")
        note("blocker.ended", pid=each.pid, login=each.user, application=each.application, why=each.words)
    return bool(rows)


def holders(db: Reader, changes: Sequence[Change]) -> list[Blocker]:
    """Who holds or awaits a lock in conflict with one the transaction will take; the oldest transaction first."""
    pairs = [
        (each.name, mode.value)
        for each in together(one.effect for one in changes).locks
        for mode in each.lock.conflicts
    ]
    if not pairs:
        return []
    names, modes = (list(each) for each in zip(*pairs, strict=True))
    return [blocker(row) for row in db.rows(fact("lock_holders"), relations=names, modes=modes)]
