"""Table-level lock modes of PostgreSQL, in the order of their strength (PostgreSQL docs, "Explicit Locking")."""

from __future__ import annotations

from enum import Enum


class Lock(Enum):
    """The value is the word pg_locks.mode shows."""

    ACCESS_SHARE = "AccessShareLock"
    ROW_SHARE = "RowShareLock"
    ROW_EXCLUSIVE = "RowExclusiveLock"
    SHARE_UPDATE_EXCLUSIVE = "ShareUpdateExclusiveLock"
    SHARE = "ShareLock"
    SHARE_ROW_EXCLUSIVE = "ShareRowExclusiveLock"
    EXCLUSIVE = "ExclusiveLock"
    ACCESS_EXCLUSIVE = "AccessExclusiveLock"

    @property
    def words(self) -> str:
        return self.name.replace("_", " ")

    @property
    def strength(self) -> int:
        return _STRENGTH[self]


_STRENGTH = {lock: place for place, lock in enumerate(Lock)}


def strongest(locks: list[Lock]) -> Lock | None:
    return max(locks, key=lambda lock: lock.strength, default=None)
