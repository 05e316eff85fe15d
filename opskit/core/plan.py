"""A plan: the changes, bound to what they were planned against; and the same after a person said yes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from opskit.core.change import Change
from opskit.core.finding import Finding
from opskit.core.step import Reader, Step
from opskit.errors import Blocked
from opskit.value import Sided, Value

# An inline plan is approved within minutes; a longer look deserves a fresh one.
LIFETIME = timedelta(minutes=30)


class Planned(Sided):
    """One step and what it would change now; no changes means it is already so."""

    beside: ClassVar[frozenset[str]] = frozenset({"step"})
    step: Step[Any]
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        return self.step.name


class Plan(Value):
    """`target` is the server and database it was made for, `against` the schema fingerprint it was made against."""

    target: str
    against: str
    planned: tuple[Planned, ...]
    made_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.made_at + LIFETIME

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for planned in self.planned for change in planned.changes)

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        return tuple(finding for change in self.changes for finding in change.obstacles)

    @property
    def digest(self) -> str:
        """SHA-256 over the target, the fingerprint and every statement in order: what an approval is bound to."""
        parts = [self.target, self.against]
        parts += [
            part
            for each in self.planned
            for c in each.changes
            for part in (each.name, c.summary, *c.do.session, c.do.sql)
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_SEAL = object()


class ApprovedPlan(Sided):
    """Made by `approve` only; anything else is refused, so that no path to the engine goes around a person."""

    beside: ClassVar[frozenset[str]] = frozenset({"seal"})
    plan: Plan
    by: str
    seal: object

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("an ApprovedPlan is made by approve(), not by hand")


def make_plan(
    steps: Iterable[Step[Any]], db: Reader, target: str, fingerprint: Callable[[Reader], str], now: datetime
) -> Plan:
    against = fingerprint(db)
    planned = tuple(Planned(step, changes_of(step, db)) for step in steps)
    return Plan(target, against, planned, now)


def changes_of(step: Step[Any], db: Reader) -> tuple[Change, ...]:
    return tuple(step.plan(step.observe(db)))


def approve(plan: Plan, by: str, shown_by: str = "opskit plan") -> ApprovedPlan:
    """Blocked when something stands in the way; `shown_by` is the command that lists it."""
    if plan.obstacles:
        raise Blocked(
            "the plan cannot be carried out as the data stands (nothing was changed)",
            "\n  ".join(finding.message for finding in plan.obstacles),
            f"{shown_by}   (lists what stands in the way)",
        )
    return ApprovedPlan(plan, by, _SEAL)


def same_work(left: Sequence[Change], right: Sequence[Change]) -> bool:
    return [(c.summary, c.do.sql) for c in left] == [(c.summary, c.do.sql) for c in right]


def drift(approved: Sequence[Planned], fresh: Sequence[Planned]) -> str:
    """In words: what a plan made again has otherwise."""
    for before, after in zip(approved, fresh, strict=False):
        if not same_work(before.changes, after.changes):
            return f"{before.name}: approved {len(before.changes)} change(s), now {len(after.changes)}"
    return "the schema changed since the plan was made"
