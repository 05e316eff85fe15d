"""The one place that applies, verifies and undoes, for every step there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import datetime
from queue import Empty, SimpleQueue

from opskit.core.abreast import Abreast
from opskit.core.event import EngineEvent, Finished, Undone
from opskit.core.lane import Lane
from opskit.core.plan import ApprovedPlan, Planned, drift, make_plan
from opskit.core.schedule import Stage, stages
from opskit.core.step import Reader, Writer
from opskit.core.stop import Stop
from opskit.errors import Interrupted, OpskitError, Partial, Stale
from opskit.value import Value, field


class Manner(Value):
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
            drift(plan.planned, fresh.planned),
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
    lanes: SimpleQueue[tuple[Planned, ...]] = SimpleQueue()
    for lane in stage:
        lanes.put(lane)
    failed = threading.Event()

    def share(writer: Writer) -> Iterator[EngineEvent]:
        while not failed.is_set():
            try:
                lane = lanes.get_nowait()
            except Empty:
                return
            yield from Lane(writer, manner.stop, failed).carried_out(lane)

    with ExitStack() as sessions:
        more = [sessions.enter_context(db.beside()) for _ in range(min(manner.jobs, len(stage)) - 1)]
        yield from Abreast([db, *more], share, manner.stop).events()


def _after(wrote: bool, error: OpskitError) -> OpskitError:
    """Once something was written, no error may promise that nothing changed."""
    if isinstance(error, Interrupted):
        stays = "what was done before stays" if wrote or error.changed else "nothing was changed"
        return type(error)(f"{error.what} ({stays})", error.why, error.hint, changed=wrote or error.changed)
    if not wrote or error.changed:
        return error
    return Partial(error.what, error.why, error.hint or "opskit apply   (goes on where it stopped), or opskit rollback")
