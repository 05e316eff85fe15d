"""What a step would do: a change, its undo, the locks it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.estimate import INSTANT, Work
from opskit.core.finding import Finding
from opskit.core.lock import Lock
from opskit.value import Sided, Value, field


class Loss(StrEnum):
    """What is gone once a change has been made and undone: nothing, rows written since, or rows that were there
    before (whether the undo destroys them, or the change has and the undo brings back no more than their table)."""

    NONE = "none"
    NEW_DATA = "new data"
    OLD_DATA = "old data"


def worst(losses: Iterable[Loss]) -> Loss:
    order = list(Loss)
    return max(losses, key=order.index, default=Loss.NONE)


class Statement(Sided):
    """Finished SQL text, one statement. `transactional` is false for what PostgreSQL refuses inside a
    transaction block (CREATE INDEX CONCURRENTLY and its kin). `alone`: it shares its transaction with no other, for it
    may change rows, or what follows needs it committed; `together` names the transaction its author has framed it in.
    `session` are settings, as statements, in force while it runs. `params` are bound by the server and are only used
    for opskit's own records, whose values are known late."""

    beside: ClassVar[frozenset[str]] = frozenset({"params"})
    sql: str
    transactional: bool = True
    alone: bool = False
    together: str = ""
    session: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


class Irreversible(Value):
    """Why there is no undo."""

    reason: str


class NotYetKnown(Irreversible):
    """The undo is read from the catalog right before the statement runs: what it is about is made by an earlier one of
    the same plan."""


class Mark(Sided):
    """Where a change is recorded in the database it changes: a statement of a revision, and which part of its
    safe form. `undo` marks the way back."""

    beside: ClassVar[frozenset[str]] = frozenset({"run"})
    revision: str
    ordinal: int
    part: int
    run: str = ""
    undo: bool = False

    @property
    def goes_back(self) -> bool:
        """A statement of a way back (those of a down.sql have ordinals below 0): apply brings it back, no undo."""
        return self.undo or self.ordinal < 0


class Change(Value):
    """One statement that writes. `mark` is None for opskit's own records. `obstacles` are findings that make the
    statement fail for sure (duplicates under a unique index); a plan that holds any cannot be approved. `effect` is
    what it will do to relations, and `work` how much, foreseen when the plan is made; a step leaves both empty.
    `debris` takes away what the statement leaves behind when it fails, where that is something else than its undo."""

    summary: str
    do: Statement
    undo: tuple[Statement, ...] | Irreversible
    loss: Loss = Loss.NONE
    mark: Mark | None = None
    obstacles: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    effect: Effect = NO_EFFECT
    work: Work = INSTANT
    debris: tuple[Statement, ...] | None = None

    @property
    def lock(self) -> Lock | None:
        return self.effect.lock
