"""Putting an effect together: the strongest lock on each relation, the relations read and written in full. What this
migration made itself is left out, for nobody waits for it yet."""

from __future__ import annotations

from collections.abc import Iterable

from opskit.core.effect import Effect, RelationLock
from opskit.core.lock import Lock
from opskit.migrate.world import Relation, World

_STRENGTH = {lock: place for place, lock in enumerate(Lock)}


def failure(sqlstate: str, message: str) -> Effect:
    """What the server would answer instead of running the statement."""
    return Effect(fails=f"{sqlstate}: {message}")


def missing(name: str) -> Effect:
    return failure("42P01", f"relation {name} does not exist")


class Touched:
    """What a statement touches, in the order it gets there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._locks: dict[str, Lock] = {}
        self._scans: dict[str, None] = {}
        self._rewrites: dict[str, None] = {}
        self._doubts: dict[str, None] = {}

    def lock(self, name: str, lock: Lock) -> None:
        if self._is_fresh(name):
            return
        held = self._locks.get(name)
        if held is None or _STRENGTH[held] < _STRENGTH[lock]:
            self._locks[name] = lock

    def lock_all(self, names: Iterable[str], lock: Lock) -> None:
        for name in names:
            self.lock(name, lock)

    def scan(self, name: str) -> None:
        if not self._is_fresh(name):
            self._scans[name] = None

    def rewrite(self, name: str) -> None:
        if not self._is_fresh(name):
            self._rewrites[name] = None

    def doubt(self, text: str) -> None:
        self._doubts[text] = None

    def take(self, other: Effect) -> None:
        """What another statement inside this one does."""
        for each in other.locks:
            self.lock(each.name, each.lock)
        self._scans |= dict.fromkeys(other.scans)
        self._rewrites |= dict.fromkeys(other.rewrites)
        self._doubts |= dict.fromkeys(other.doubts)

    def effect(self, *, old_snapshots: bool = False) -> Effect:
        return Effect(
            tuple(RelationLock(name, lock) for name, lock in self._locks.items()),
            tuple(self._scans),
            tuple(self._rewrites),
            tuple(self._doubts),
            old_snapshots=old_snapshots,
        )

    def _is_fresh(self, name: str) -> bool:
        relation = self.world.get(name) or self.world.table_with_index(name)
        return relation is not None and relation.fresh


def locks_only(world: World, lock: Lock, *names: str) -> Effect:
    touched = Touched(world)
    touched.lock_all(names, lock)
    return touched.effect()


def known(relation: Relation | None) -> bool:
    """Whether all of it is known, so that nothing of the answer is in doubt."""
    return relation is not None and relation.whole
