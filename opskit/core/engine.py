"""The one place that applies, verifies and undoes, for every step there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from queue import Empty, SimpleQueue

from opskit.core.abreast import Abreast
from opskit.core.batching import Piece, as_found, batches
from opskit.core.change import Change, Irreversible, Mark
from opskit.core.plan import ApprovedPlan, Planned, changes_of, make_plan, same_work
from opskit.core.schedule import Lane, Stage, stages
from opskit.core.step import Ran, Reader, Writer
from opskit.core.stop import Stop
from opskit.errors import Failed, Interrupted, OpskitError, Partial, Stale, Unreachable


@dataclass(frozen=True)
class Started:
    step: str
    change: Change


@dataclass(frozen=True)
class Finished:
    step: str
    change: Change
    ran: Ran


@dataclass(frozen=True)
class Undone:
    """A change of a failed step was taken back, or the debris of the failed statement removed."""

    step: str
    change: Change


@dataclass(frozen=True)
class Refused:
    step: str
    change: Change
    error: OpskitError


@dataclass(frozen=True)
class Parted:
    """A transaction of several statements was refused, and left nothing; they are tried one by one."""

    step: str
    change: Change
    error: OpskitError


EngineEvent = Started | Finished | Undone | Refused | Parted


@dataclass(frozen=True)
class Manner:
    """`jobs`: how many index builds may run side by side, each on a session of its own; `stop` ends the run early."""

    jobs: int = 1
    stop: Stop = field(default_factory=Stop)


def apply(
    approved: ApprovedPlan,
    db: Writer,
    fingerprint: Callable[[Reader], str],
    now: Callable[[], datetime],
    manner: Manner,
) -> Generator[EngineEvent, None, None]:
    """Carry out exactly what was approved; each step is planned again right before it is written and must be empty
    right after.

    Stale: the database is not what was approved, nothing was written.
    Partial: something was written, then it failed. What the server refused is taken back as a step; what only could not
    be had now (a lock, the time) stays, for the same command to go on with.
    """
    plan = approved.plan
    _refuse_stale(plan.expires_at, now())
    fresh = make_plan((each.step for each in plan.planned), db, plan.target, fingerprint, now())
    if fresh.digest != plan.digest:
        raise Stale(
            "the database is not what the plan was made for (nothing was changed)",
            _drift(plan.planned, fresh.planned),
            "opskit plan   (then apply again)",
        )
    stays: set[tuple[str, str]] = set()
    try:
        for stage in stages(plan.planned, manner.jobs):
            for event in _stage(stage, db, manner):
                place = (event.step, event.change.do.sql)
                stays = stays | {place} if isinstance(event, Finished) else stays
                stays = stays - {place} if isinstance(event, Undone) else stays
                yield event
    except OpskitError as error:
        raise _after(bool(stays), error) from error


def _refuse_stale(expires_at: datetime, now: datetime) -> None:
    if now > expires_at:
        raise Stale("the plan has expired", f"it was good until {expires_at:%H:%M:%S %Z}", "opskit plan")


def _stage(stage: Stage, db: Writer, manner: Manner) -> Iterator[EngineEvent]:
    """As many sessions as are wanted at once, each taking the next lane when it has done one."""
    lanes: SimpleQueue[Lane] = SimpleQueue()
    for lane in stage:
        lanes.put(lane)
    failed = threading.Event()

    def share(writer: Writer) -> Iterator[EngineEvent]:
        while not failed.is_set():
            try:
                lane = lanes.get_nowait()
            except Empty:
                return
            yield from _Lane(writer, manner.stop, failed).carried_out(lane)

    with ExitStack() as sessions:
        more = [sessions.enter_context(db.beside()) for _ in range(min(manner.jobs, len(stage)) - 1)]
        yield from Abreast([db, *more], share, manner.stop).events()


class _Lane:
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
            ran = self._db.run(changes)
        except (OpskitError, KeyboardInterrupt) as problem:
            yield from self._refused(batch, changes, problem)
            return
        yield from self._finished(batch, changes, ran)

    def _plan_again(self, piece: Piece) -> None:
        if not piece.opens:
            return
        step, approved = piece.planned.step, piece.planned.changes
        changes = changes_of(step, self._db)
        if not same_work(changes, approved):
            raise Stale(
                f"{step.name}: the database moved while the plan was carried out",
                _drift((piece.planned,), (Planned(step, changes),)),
                "opskit plan",
            )
        self._fresh[step.name] = changes

    def _finished(self, batch: Sequence[Piece], changes: Sequence[Change], ran: Sequence[Ran]) -> Iterator[EngineEvent]:
        for piece, change, each in zip(batch, changes, ran, strict=True):
            self._done.setdefault(piece.planned.name, []).append(change)
            yield Finished(piece.planned.name, change, each)
        for piece in batch:
            left = changes_of(piece.planned.step, self._db) if piece.last else ()
            if left:
                name = piece.planned.name
                raise Partial(f"{name}: applied, but not settled", f"still to do: {left[0].do.sql}", "opskit plan")

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
        """Nothing more is to be done on a session that is lost. The debris of the failed statement goes first (a
        concurrent index build leaves an INVALID index behind; its undo is safe to run on nothing)."""
        if isinstance(error, (Partial, Unreachable)):
            return
        debris = [] if failed.do.transactional else [_what_it_left(failed)]
        done = self._done.get(name, ()) if isinstance(error, Failed) else ()
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


def _left(error: OpskitError, second: OpskitError) -> OpskitError:
    why = "; ".join(filter(None, [error.why, f"cleaning up failed too, the next apply does it: {second.what}"]))
    if isinstance(error, Interrupted):
        return type(error)(error.what, why, error.hint, changed=True)
    return Partial(error.what, f"{why}; {second.why}" if second.why else why, error.hint)


def _what_it_left(failed: Change) -> Change:
    return failed if failed.debris is None else replace(failed, undo=failed.debris)


def _undo_mark(change: Change) -> Mark | None:
    return replace(change.mark, undo=True) if change.mark else None


def _after(wrote: bool, error: OpskitError) -> OpskitError:
    """Once something was written, no error may promise that nothing changed."""
    if not wrote or error.changed:
        return error
    if isinstance(error, Interrupted):
        return type(error)(error.what, error.why, error.hint, changed=True)
    return Partial(error.what, error.why, error.hint or "opskit apply   (goes on where it stopped), or opskit rollback")


def _drift(approved: Sequence[Planned], fresh: Sequence[Planned]) -> str:
    for before, after in zip(approved, fresh, strict=False):
        if not same_work(before.changes, after.changes):
            return f"{before.name}: approved {len(before.changes)} change(s), now {len(after.changes)}"
    return "the schema changed since the plan was made"
