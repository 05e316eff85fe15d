"""The one place that applies, verifies and undoes, for every step there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from opskit.core.change import Change, Irreversible, Mark
from opskit.core.plan import ApprovedPlan, Planned, changes_of, make_plan, same_work
from opskit.core.step import Ran, Reader, Writer
from opskit.errors import Interrupted, OpskitError, Partial, Stale


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


EngineEvent = Started | Finished | Undone | Refused


def apply(
    approved: ApprovedPlan, db: Writer, fingerprint: Callable[[Reader], str], now: Callable[[], datetime]
) -> Iterator[EngineEvent]:
    """Carry out exactly what was approved, step by step; each step is planned again right before it is written and
    must be empty right after.

    Stale: the database is not what was approved, nothing was written.
    Partial: something was written, then it failed; the failed step itself was taken back.
    """
    plan = approved.plan
    if now() > plan.expires_at:
        raise Stale("the plan has expired", f"it was good until {plan.expires_at:%H:%M:%S %Z}", "opskit plan")
    fresh = make_plan((each.step for each in plan.planned), db, plan.target, fingerprint, now())
    if fresh.digest != plan.digest:
        raise Stale(
            "the database is not what the plan was made for (nothing was changed)",
            _drift(plan.planned, fresh.planned),
            "opskit plan   (then apply again)",
        )
    wrote = False
    for planned in plan.planned:
        for event in _apply_step(planned, db, wrote):
            yield event
            wrote = wrote or isinstance(event, Finished)


def _apply_step(planned: Planned, db: Writer, wrote: bool) -> Iterator[EngineEvent]:
    step = planned.step
    changes = changes_of(step, db)
    if not same_work(changes, planned.changes):
        raise _after(
            wrote,
            Stale(
                f"{step.name}: the database moved while the plan was carried out",
                _drift((planned,), (Planned(step, changes),)),
                "opskit plan",
            ),
        )
    done: list[Change] = []
    for change in _foreseen(changes, planned.changes):
        yield Started(step.name, change)
        try:
            ran = db.run(change)
        except (OpskitError, KeyboardInterrupt) as problem:
            error = problem if isinstance(problem, OpskitError) else Interrupted(f"{step.name}: interrupted")
            yield Refused(step.name, change, error)
            try:
                yield from _take_back(step.name, change, done, db)
            except OpskitError as second:
                raise Partial(
                    error.what, f"{error.why}; taking it back failed too: {second.why}", error.hint
                ) from problem
            raise _after(wrote, error) from problem
        done.append(change)
        yield Finished(step.name, change, ran)
    left = changes_of(step, db)
    if left:
        raise Partial(f"{step.name}: applied, but not settled", f"still to do: {left[0].do.sql}", "opskit plan")


def _foreseen(fresh: Sequence[Change], approved: Sequence[Change]) -> list[Change]:
    """The same work, planned again just now, with what was foreseen of it when it was approved."""
    return [replace(now, effect=then.effect, work=then.work) for now, then in zip(fresh, approved, strict=True)]


def _take_back(name: str, failed: Change, done: list[Change], db: Writer) -> Iterator[Undone]:
    """Undo what this step did, newest first, the debris of the failed statement before all (a concurrent index build
    that fails leaves an INVALID index behind; its undo is safe to run on nothing)."""
    debris = [] if failed.do.transactional else [_what_it_left(failed)]
    for change in [*debris, *reversed(done)]:
        if isinstance(change.undo, Irreversible):
            continue
        for statement in change.undo:
            db.run(Change(f"undo: {change.summary}", statement, Irreversible("is an undo"), mark=_undo_mark(change)))
        yield Undone(name, change)


def _what_it_left(failed: Change) -> Change:
    return failed if failed.debris is None else replace(failed, undo=failed.debris)


def _undo_mark(change: Change) -> Mark | None:
    return replace(change.mark, undo=True) if change.mark else None


def _after(wrote: bool, error: OpskitError) -> OpskitError:
    """Once something was written, no error may promise that nothing changed."""
    if not wrote or error.changed:
        return error
    if isinstance(error, Interrupted):
        return Interrupted(error.what, error.why, error.hint, changed=True)
    return Partial(error.what, error.why, error.hint or "opskit apply   (goes on where it stopped), or opskit rollback")


def _drift(approved: tuple[Planned, ...], fresh: tuple[Planned, ...]) -> str:
    for before, after in zip(approved, fresh, strict=False):
        if not same_work(before.changes, after.changes):
            return f"{before.name}: approved {len(before.changes)} change(s), now {len(after.changes)}"
    return "the schema changed since the plan was made"
