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

    @property
    def conflicts(self) -> tuple[Lock, ...]:
        """The modes that another session must not hold meanwhile (PostgreSQL docs, "Conflicting Lock Modes")."""
        return tuple(Lock[name] for name in _CONFLICTS[self.name].split())


_STRENGTH = {lock: place for place, lock in enumerate(Lock)}


_FROM_SHARE = "EXCLUSIVE ACCESS_EXCLUSIVE"
_CONFLICTS = {
    "ACCESS_SHARE": "ACCESS_EXCLUSIVE",
    "ROW_SHARE": _FROM_SHARE,
    "ROW_EXCLUSIVE": f"SHARE SHARE_ROW_EXCLUSIVE {_FROM_SHARE}",
    "SHARE_UPDATE_EXCLUSIVE": f"SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE {_FROM_SHARE}",
    "SHARE": f"ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE_ROW_EXCLUSIVE {_FROM_SHARE}",
    "SHARE_ROW_EXCLUSIVE": f"ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE {_FROM_SHARE}",
    "EXCLUSIVE": f"ROW_SHARE ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE {_FROM_SHARE}",
    "ACCESS_EXCLUSIVE": " ".join(lock.name for lock in Lock),
}


def strongest(locks: list[Lock]) -> Lock | None:
    return max(locks, key=lambda lock: lock.strength, default=None)
