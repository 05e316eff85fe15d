"""What a statement does to relations while it runs: predicted, and in the tests compared with what pg_locks shows."""

from __future__ import annotations

from collections.abc import Iterable

from opskit.core.lock import Lock, strongest
from opskit.value import Value

# From this lock on, writers wait; a statement that holds it while it works through a table stops the application for
# as long as the table is large.
STOPS_WRITES = Lock.SHARE


class RelationLock(Value):
    name: str
    lock: Lock


class Effect(Value):
    """`locks` has the strongest table lock on each relation touched, named or not. `scans` are relations read in full,
    `rewrites` relations written anew (tables and indexes). `doubts` say what only a catalog could tell: the rest is
    then the worst case that the text allows. `fails` is the error the server would answer, empty where none is
    foreseen. `old_snapshots`: it waits until every older snapshot of the database is gone."""

    locks: tuple[RelationLock, ...] = ()
    scans: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    fails: str = ""
    old_snapshots: bool = False

    @property
    def lock(self) -> Lock | None:
        return strongest([each.lock for each in self.locks])

    def lock_on(self, relation: str) -> Lock | None:
        return next((each.lock for each in self.locks if each.name == relation), None)

    @property
    def certain(self) -> bool:
        return not self.doubts

    @property
    def stopped(self) -> tuple[str, ...]:
        """Relations whose writers (or readers) wait for as long as a table takes to be read or written."""
        if not (self.scans or self.rewrites):
            return ()
        return tuple(each.name for each in self.locks if each.lock.strength >= STOPS_WRITES.strength)


NO_EFFECT = Effect()


def together(effects: Iterable[Effect]) -> Effect:
    """The effect of statements, or of the commands of one ALTER TABLE, that end together."""
    many = list(effects)
    locks: dict[str, Lock] = {}
    for each in (lock for effect in many for lock in effect.locks):
        held = locks.get(each.name)
        locks[each.name] = each.lock if held is None or each.lock.strength > held.strength else held
    return Effect(
        tuple(RelationLock(name, lock) for name, lock in locks.items()),
        _each_once(name for effect in many for name in effect.scans),
        _each_once(name for effect in many for name in effect.rewrites),
        _each_once(doubt for effect in many for doubt in effect.doubts),
        next((effect.fails for effect in many if effect.fails), ""),
        any(effect.old_snapshots for effect in many),
    )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
