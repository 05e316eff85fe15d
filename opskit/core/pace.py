"""What the other sessions feel of a statement: three classes, each with time limits of its own."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from opskit.core.change import Change
from opskit.core.estimate import INSTANT
from opskit.core.lock import Lock

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
