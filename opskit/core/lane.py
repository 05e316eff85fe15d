"""Steps carried out one after another on one session: planned again, run, verified; and what is done when one fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from opskit.core.batching import Piece, as_found, batches
from opskit.core.change import Change, Irreversible, Mark, NotYetKnown
from opskit.core.event import EngineEvent, Finished, Parted, Refused, Started, Undone
from opskit.core.plan import Planned, changes_of, drift, same_work
from opskit.core.step import Ran, Writer
from opskit.core.stop import Stop
from opskit.errors import Failed, Interrupted, NotPermitted, OpskitError, Partial, Stale, Unreachable
from opskit.value import replace


class Lane:
    """Steps carried out one after another on one session. `failed` is set by the first lane of a stage that fails."""

    def __init__(self, db: Writer, stop: Stop, failed: threading.Event) -> None:
        self._db, self._stop, self._failed = db, stop, failed
        self._fresh: dict[str, Sequence[Change]] = {}
        self._done: dict[str, list[Change]] = {}

    def carried_out(self, planned: Sequence[Planned]) -> Iterator[EngineEvent]:
        try:
            for batch in batches(planned):
                if self._failed.is_set():
                    return
                yield from self._batch(batch)
        except BaseException:
            self._failed.set()
            raise

    def _batch(self, batch: Sequence[Piece]) -> Iterator[EngineEvent]:
        if self._stop.asked:
            raise self._stop.error("stopped before the next statement")
        for piece in batch:
            self._plan_again(piece)
        changes = [as_found(piece, self._fresh[piece.planned.name]) for piece in batch]
        for piece, change in zip(batch, changes, strict=True):
            yield Started(piece.planned.name, change)
        try:
            ran = self._db.run(changes, lambda place: self._following(batch, changes, place))
        except (OpskitError, KeyboardInterrupt) as problem:
            yield from self._refused(batch, changes, problem)
            return
        yield from self._finished(batch, changes, ran)

    def _plan_again(self, piece: Piece) -> None:
        if not piece.opens:
            return
        step, approved = piece.planned.step, piece.planned.changes
        try:
            changes = changes_of(step, self._db)
        except Interrupted as error:
            raise self._stop.error(f"{step.name}: {error.what}") from error
        if not same_work(changes, approved):
            raise Stale(
                f"{step.name}: the database moved while the plan was carried out",
                drift((piece.planned,), (Planned(step, changes),)),
                "opskit plan",
            )
        self._fresh[step.name] = changes

    def _finished(self, batch: Sequence[Piece], changes: Sequence[Change], ran: Sequence[Ran]) -> Iterator[EngineEvent]:
        for piece, change, each in zip(batch, changes, ran, strict=True):
            self._done.setdefault(piece.planned.name, []).append(change)
            yield Finished(piece.planned.name, change, each)

    def _following(self, batch: Sequence[Piece], changes: list[Change], place: int) -> Change | None:
        """The next of its transaction as it is planned after this one: its undo is read from what this one has left."""
        self._settled(batch[place])
        if place + 1 == len(batch) or not _has_undo(changes[place + 1]):
            return None
        piece = batch[place + 1]
        self._plan_again(piece)
        changes[place + 1] = as_found(piece, self._fresh[piece.planned.name])
        return changes[place + 1]

    def _settled(self, piece: Piece) -> None:
        """Right after the step, before a later one changes what it has brought about; inside the transaction where it
        is part of one, so that a step that is not settled has done nothing."""
        left = changes_of(piece.planned.step, self._db) if piece.last else ()
        if left:
            what = f"{piece.planned.name}: applied, but not settled"
            kind = Failed if piece.change.do.transactional else Partial
            raise kind(what, f"still to do: {left[0].do.sql}", "opskit plan")

    def _refused(
        self, batch: Sequence[Piece], changes: Sequence[Change], problem: OpskitError | KeyboardInterrupt
    ) -> Iterator[EngineEvent]:
        name = batch[0].planned.name
        error = problem if isinstance(problem, OpskitError) else Interrupted(f"{name}: interrupted")
        if self._stop.asked and isinstance(error, Interrupted):
            error = self._stop.error(error.what)
        if len(batch) > 1 and isinstance(error, Failed) and not changes[0].do.together:
            yield Parted(name, changes[0], error)
            for piece in batch:
                yield from self._batch([piece])
            return
        for piece, change in zip(batch, changes, strict=True):
            yield Refused(piece.planned.name, change, error)
        yield from self._tidied(name, changes[0], error)
        raise error from problem

    def _tidied(self, name: str, failed: Change, error: OpskitError) -> Iterator[Undone]:
        """The debris of the failed statement goes first (a concurrent index build leaves an INVALID index behind; its
        undo is safe to run on nothing). What the server refused it would refuse again, so its step goes whole."""
        if isinstance(error, Partial) or type(error) is Unreachable:
            return  # the session is lost, or the operator's lock
        debris = [] if failed.do.transactional else [_what_it_left(failed)]
        done = self._done.get(name, ()) if isinstance(error, (Failed, NotPermitted)) else ()
        for change in [*debris, *reversed(done)]:
            if isinstance(change.undo, Irreversible) or not change.undo:
                continue
            try:
                self._take_back(change)
            except OpskitError as second:
                raise _left(error, second) from second
            yield Undone(name, change)

    def _take_back(self, change: Change) -> None:
        for statement in change.undo if not isinstance(change.undo, Irreversible) else ():
            undo = Change(f"undo: {change.summary}", statement, Irreversible("is an undo"), mark=_undo_mark(change))
            self._db.take_back(replace(undo, effect=change.effect))


def _has_undo(change: Change) -> bool:
    """Or will have one, when what it is about is there."""
    return isinstance(change.undo, NotYetKnown) or not isinstance(change.undo, Irreversible)


def _left(error: OpskitError, second: OpskitError) -> OpskitError:
    why = "; ".join(filter(None, [error.why, f"cleaning up failed too, the next apply does it: {second.what}"]))
    if isinstance(error, Interrupted):
        return type(error)(error.what, why, error.hint, changed=True)
    return Partial(error.what, f"{why}; {second.why}" if second.why else why, error.hint)


def _what_it_left(failed: Change) -> Change:
    return failed if failed.debris is None else replace(failed, undo=failed.debris)


def _undo_mark(change: Change) -> Mark | None:
    return replace(change.mark, undo=True) if change.mark else None
