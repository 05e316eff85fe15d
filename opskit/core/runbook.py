"""A runbook: the checklist as its file says it. What has become of the items is in core.checklist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from opskit.core.rule import Rule


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    NICE = "nice"


class Kind(StrEnum):
    """CHECK only looks; ACTION also says what to do and how to undo it; MANUAL is answered by a person."""

    CHECK = "check"
    ACTION = "action"
    MANUAL = "manual"


class EvidenceType(StrEnum):
    URL = "url"
    TEXT = "text"


@dataclass(frozen=True)
class Phase:
    id: str
    title: str


@dataclass(frozen=True)
class Check:
    """`asked` holds the keys of [item.check], in the dataclass of its type."""

    type: str
    asked: object


@dataclass(frozen=True)
class Apply:
    """Done by `opskit apply`, up to a revision or (empty) all pending ones."""

    to: str = ""


@dataclass(frozen=True)
class Rollback:
    """Undone by `opskit rollback`, to a revision or (empty) the last run."""

    to: str = ""


@dataclass(frozen=True)
class Sql:
    """A statement for a person to run. `{database}` stands for the quoted name of the database."""

    statement: str


@dataclass(frozen=True)
class ByHand:
    text: str


@dataclass(frozen=True)
class NoUndo:
    reason: str


Do = Apply | Sql | ByHand
Undo = Rollback | Sql | ByHand | NoUndo


@dataclass(frozen=True)
class Signoff:
    """How many persons, told apart by their database login, must sign; `ask` is what they answer."""

    count: int = 1
    ask: str = ""


@dataclass(frozen=True)
class EvidenceAsked:
    """What a sign-off must name."""

    name: str
    type: EvidenceType
    required: bool


@dataclass(frozen=True)
class Item:
    """`max_age`: how long its evidence counts; None for ever."""

    id: str
    title: str
    priority: Priority
    phase: str
    kind: Kind
    needs: tuple[str, ...] = ()
    check: Check | None = None
    do: Do | None = None
    undo: Undo | None = None
    signoff: Signoff | None = None
    evidence: tuple[EvidenceAsked, ...] = ()
    max_age: timedelta | None = None


@dataclass(frozen=True)
class Metric:
    """One measured quantity with a limit. `exempt` are objects it does not count, `query` what source `sql` asks."""

    id: str
    title: str
    source: str
    rule: Rule
    critical: bool = False
    min_samples: int = 0
    min_observation: timedelta | None = None
    exempt: tuple[str, ...] = ()
    query: str = ""


@dataclass(frozen=True)
class Gate:
    """`kind` says what the canary is, and with it what it cannot show; no data holds or fails, it never passes."""

    name: str
    kind: str
    soak: timedelta
    on_inconclusive: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class Runbook:
    id: str
    title: str
    version: str
    owners: tuple[str, ...]
    path: Path
    phases: tuple[Phase, ...]
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(metric for gate in self.gates for metric in gate.metrics)
