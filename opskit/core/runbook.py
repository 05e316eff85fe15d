"""A runbook: the checklist as its file says it. What has become of the items is in core.checklist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from opskit.core.rule import Rule
from opskit.value import Value, field

# A control that is the canary itself, before the change.
BEFORE = "before"
# Two servers that differ more in what they have to do cannot be compared by their times.
LOAD_BAND = 0.20


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


class Phase(Value):
    """`pause` is what has to be agreed before its first item is done, empty where nothing has; `environments` where it
    takes place, empty for everywhere; `needs_window`: what it does has to fit into a window of the environment."""

    id: str
    title: str
    pause: str = ""
    environments: tuple[str, ...] = ()
    needs_window: bool = False


class Check(Value):
    """A question. `asked` holds the keys of its table, in the value of its type."""

    type: str
    asked: Value


class Deed(Value):
    """Something to do. `asked` as of a check; `words` say it to people, as the command where there is one."""

    type: str
    asked: Value
    words: str


class NoUndo(Value):
    reason: str


class Verify(Value):
    """What is asked after `do`, again and again for as long as `within`."""

    check: Check
    within: timedelta


class Approvals(Value):
    """How many other database logins must approve the very plan that is carried out, each good for `ttl` and once."""

    count: int
    ttl: timedelta


class Signoff(Value):
    """How many persons, told apart by their database login, must sign; `ask` is what they answer."""

    count: int = 1
    ask: str = ""


class EvidenceAsked(Value):
    """What a sign-off must name."""

    name: str
    type: EvidenceType
    required: bool


class Item(Value):
    """`max_age`: how long its evidence counts; None for ever. `guard` must pass right before `do`; `verify` is asked
    after it, without one `check` again. `budget` and `undo_budget` are the times planned for `do` and `undo`."""

    id: str
    title: str
    priority: Priority
    phase: str
    kind: Kind
    needs: tuple[str, ...] = ()
    check: Check | None = None
    do: Deed | None = None
    undo: Deed | NoUndo | None = None
    signoff: Signoff | None = None
    evidence: tuple[EvidenceAsked, ...] = ()
    max_age: timedelta | None = None
    guard: tuple[Check, ...] = ()
    verify: Verify | None = None
    environments: tuple[str, ...] = ()
    approvals: Approvals | None = None
    budget: timedelta | None = None
    undo_budget: timedelta | None = None


class Metric(Value):
    """One measured quantity with a limit. `asked` holds the keys of its source, in the value of that; `beside` the
    same for the control, None where they are the same. `min_samples` and `min_observation` are what anything can be
    said from; `margins` by how many times each quantile may be slower than the control."""

    id: str
    title: str
    source: str
    rule: Rule
    critical: bool = False
    min_samples: int = 0
    min_observation: timedelta | None = None
    asked: Value | None = None
    beside: object = None
    margins: Mapping[str, float] = field(default_factory=dict)


class Gate(Value):
    """`kind` says what the canary is, and with it what it cannot show (core.canary). `soak` begins with the first look,
    or with the end of the item `after`. `control` is another environment, BEFORE for the canary itself before the
    change, or empty; how busy both are may differ by `load_band`. `on_inconclusive`: what cannot be told holds or
    fails, it never passes. `digest` is of all this as it is written."""

    name: str
    kind: str
    soak: timedelta
    on_inconclusive: str
    metrics: tuple[Metric, ...]
    control: str = ""
    load_band: float = LOAD_BAND
    after: str = ""
    digest: str = ""


class Runbook(Value):
    id: str
    title: str
    version: str
    owners: tuple[str, ...]
    path: Path
    phases: tuple[Phase, ...]
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]

    def phase(self, name: str) -> Phase:
        return next(phase for phase in self.phases if phase.id == name)

    def item(self, name: str) -> Item:
        return next(item for item in self.items if item.id == name)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(metric for gate in self.gates for metric in gate.metrics)
