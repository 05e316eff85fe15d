"""Which statements share a transaction: consecutive ones that lock no relation the first has not locked already, so
that a transaction waits for locks at its first statement only and stops nobody else meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opskit.core.change import Change
from opskit.core.effect import Effect, together
from opskit.core.estimate import INSTANT
from opskit.core.pace import Pace, pace
from opskit.core.plan import Planned
from opskit.value import Value, replace

# Locks are held until the transaction ends.
LONGEST = 20


class Piece(Value):
    """A change at its place in its step: `number` counts from 0, `last` ends the step."""

    planned: Planned
    number: int

    @property
    def change(self) -> Change:
        return self.planned.changes[self.number]

    @property
    def opens(self) -> bool:
        return self.number == 0

    @property
    def last(self) -> bool:
        return self.number == len(self.planned.changes) - 1


def batches(planned: Iterable[Planned]) -> Iterator[tuple[Piece, ...]]:
    """All changes in their order, each batch to be carried out as one."""
    batch: list[Piece] = []
    held = Effect()
    for piece in (Piece(each, number) for each in planned for number in range(len(each.changes))):
        effect = piece.change.effect
        if batch and not _joins(piece.change, batch, held):
            yield tuple(batch)
            batch, held = [], Effect()
        batch.append(piece)
        held = together([held, effect])
    if batch:
        yield tuple(batch)


def _joins(change: Change, batch: Sequence[Piece], held: Effect) -> bool:
    before = batch[-1].change.do
    if change.do.together or before.together:
        return change.do.together == before.together
    if change.do.session != before.session or len(batch) == LONGEST:
        return False
    if not (_may_share(change) and all(_may_share(piece.change) for piece in batch)):
        return False
    return not held.locks or all(_covered(each.name, each.lock.strength, held) for each in change.effect.locks)


def _covered(name: str, strength: int, held: Effect) -> bool:
    lock = held.lock_on(name)
    return lock is not None and lock.strength >= strength


def _may_share(change: Change) -> bool:
    statement = change.do
    if not statement.transactional or statement.alone:
        return False
    return change.work == INSTANT and not change.effect.scans and pace(change) is Pace.SHORT_LOCK


def as_found(piece: Piece, fresh: Sequence[Change]) -> Change:
    """The change as it was planned again just now, with what was foreseen of it when it was approved."""
    return replace(fresh[piece.number], effect=piece.change.effect, work=piece.change.work)
