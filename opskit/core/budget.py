"""How long a statement may wait, hold and run: the three classes of statement, each with a budget of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from opskit.core.change import Change
from opskit.core.estimate import INSTANT
from opskit.core.lock import Lock

# lock_timeout below deadlock_timeout (1 s by default) can never get past a running autovacuum: the server cancels it
# only after deadlock_timeout. Measured: 900 ms fails for ever, 3 s succeeds at 1.0 s.
LEAST_LOCK_TIMEOUT_S, OF_DEADLOCK_TIMEOUT = 2.0, 1.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0
# A statement that was foreseen to take an instant under a lock that stops others is cancelled when it takes longer: a
# prediction that was wrong must not stop the application.
HOLD_S = 30.0


class Pace(StrEnum):
    """SHORT_LOCK takes a lock that others feel, for an instant. ONLINE_LONG runs for long beside reads and writes: it
    waits as long as it has to, for a cancelled build leaves debris. REWRITING stops others for as long as a table is
    large, which a person has accepted."""

    SHORT_LOCK = "short lock"
    ONLINE_LONG = "online, long"
    REWRITING = "rewriting"


@dataclass(frozen=True)
class Budget:
    """`attempts` at a lock; `patience_s` outside its queue, before each statement, for those who hold it; `deadline_s`
    for a whole statement, its waiting included; `jobs`: index builds side by side. `terminate_older_s`: sessions whose
    transaction is older and that stand in the way are ended; None, which is for a person to change, ends nobody."""

    attempts: int = 10
    patience_s: float = 600.0
    deadline_s: float = 6 * 3600.0
    jobs: int = 2
    terminate_older_s: float | None = None

    def pause_s(self, attempt: int, chance: float) -> float:
        """Before the attempt after this one (they count from 1); `chance` is from 0 to 1. Exponential, with jitter."""
        return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**attempt) * (0.5 + 0.5 * chance)


def lock_timeout_s(deadlock_timeout_s: float) -> float:
    return max(LEAST_LOCK_TIMEOUT_S, OF_DEADLOCK_TIMEOUT * deadlock_timeout_s)


def pace(change: Change) -> Pace:
    if not change.do.transactional:
        return Pace.ONLINE_LONG
    if change.effect.stopped:
        return Pace.REWRITING
    validates = bool(change.effect.scans) and change.lock is Lock.SHARE_UPDATE_EXCLUSIVE
    return Pace.ONLINE_LONG if validates else Pace.SHORT_LOCK


def pace_of(changes: Sequence[Change]) -> Pace:
    """Of a transaction: that of the statement others feel most."""
    paces = {pace(change) for change in changes}
    return next(each for each in (Pace.REWRITING, Pace.SHORT_LOCK, Pace.ONLINE_LONG) if each in paces)


def held_for_an_instant(change: Change) -> bool:
    """Whether it can be cancelled after HOLD_S without harm: nothing was foreseen that takes time."""
    quick = change.work == INSTANT and not change.effect.doubts and not change.effect.scans
    return pace(change) is Pace.SHORT_LOCK and quick and change.lock is not None
