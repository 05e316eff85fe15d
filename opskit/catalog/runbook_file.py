"""The keys of runbooks/<name>.toml. Unknown ones are refused everywhere; the nouns they become are in core.runbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from opskit.core import duration, runbook
from opskit.core.runbook import Kind, Priority
from opskit.value import Value, usual

Slug = Annotated[str, Meta(pattern="^[a-z][a-z0-9-]*$")]
Text = Annotated[str, Meta(min_length=1)]
# How long a person's approval is good for, and how often the world is asked after a deed, when the file does not say.
_TTL, _WITHIN = "4h", "0s"
_LONGEST_TTL = timedelta(days=1)


class Source(Value):
    """Where a metric comes from: the dataclass of its own keys, a regular expression of the names a rule may use,
    whether it looks at indexes (which not every canary can have), and whether it needs a control."""

    asked: type[Value]
    gives: str
    of_indexes: bool = False
    against: bool = False


class Shapes(Value):
    """For each type of check what gives the dataclass of its keys, for each type of deed that and what says it in
    words, for each source of metrics what it gives and takes; only the types in use are imported."""

    checks: Mapping[str, Callable[[], type]]
    deeds: Mapping[str, Callable[[], tuple[type, Callable[[Any], str]]]]
    sources: Mapping[str, Callable[[], Source]]


def _span(text: str) -> timedelta | None:
    return duration.parse(text) if text else None


class GateOutline(Struct, frozen=True):
    metric: list[dict[str, Any]] = []


class Outline(Struct, frozen=True):
    """The lists of a file, their entries not yet looked at."""

    phase: list[dict[str, Any]] = []
    item: list[dict[str, Any]] = []
    gate: dict[str, GateOutline] = {}


class Defaults(Struct, forbid_unknown_fields=True, frozen=True):
    max_age: str = ""

    def __post_init__(self) -> None:
        _span(self.max_age)


class Head(Struct, forbid_unknown_fields=True, frozen=True):
    """Everything above the lists. `items` and `metrics` are control counts: a cut-off or badly merged file is
    refused."""

    schema: Literal[1]
    items: int
    metrics: int
    id: Slug
    title: Text
    version: Text
    owners: list[Text] = []
    defaults: Defaults = Defaults()


class Phase(Struct, forbid_unknown_fields=True, frozen=True):
    id: Slug
    title: Text
    pause: str = ""
    environments: list[Text] = []
    needs_window: bool = False

    def noun(self) -> runbook.Phase:
        return runbook.Phase(self.id, self.title, self.pause, tuple(self.environments), self.needs_window)


class Approvals(Struct, forbid_unknown_fields=True, frozen=True):
    count: Annotated[int, Meta(ge=1, le=9)] = 1
    ttl: str = _TTL

    def noun(self) -> runbook.Approvals:
        ttl = duration.parse(self.ttl)
        if not timedelta(0) < ttl <= _LONGEST_TTL:
            raise ValueError(f"`ttl` = {self.ttl!r}: an approval is good for a day at most")
        return runbook.Approvals(self.count, ttl)


class Signoff(Struct, forbid_unknown_fields=True, frozen=True):
    count: Annotated[int, Meta(ge=1, le=9)] = 1
    ask: str = ""


class Evidence(Struct, forbid_unknown_fields=True, frozen=True):
    name: Slug
    type: runbook.EvidenceType
    required: bool = True


class Item(Struct, forbid_unknown_fields=True, frozen=True):
    id: Slug
    title: Text
    priority: Priority
    phase: Slug
    kind: Kind
    needs: list[Slug] = []
    environments: list[Text] = []
    guard: list[dict[str, Any]] = []
    check: dict[str, Any] | None = None
    do: dict[str, Any] | None = None
    verify: dict[str, Any] | None = None
    undo: dict[str, Any] | None = None
    signoff: Signoff | None = None
    approvals: Approvals | None = None
    evidence: list[Evidence] = []
    max_age: str = ""
    budget: str = ""

    def noun(self, shapes: Shapes, max_age: str) -> runbook.Item:
        """msgspec.ValidationError or ValueError when a part has an unknown type or the wrong keys."""
        manual = self.kind is Kind.MANUAL
        given = self.signoff or (Signoff() if manual else None)
        undo, undo_budget = _budgeted(self.undo)
        return runbook.Item(
            self.id, self.title, self.priority, self.phase, self.kind, tuple(self.needs),
            _check("check", self.check, shapes) if self.check is not None else None,
            _deed("do", self.do, shapes) if self.do is not None else None,
            _undo(undo, shapes) if undo is not None else None,
            runbook.Signoff(given.count, given.ask) if given else None,
            tuple(runbook.EvidenceAsked(each.name, each.type, each.required) for each in self.evidence),
            None if manual and not self.max_age else _span(self.max_age or max_age),
            tuple(_check("guard", each, shapes) for each in self.guard),
            _verify(self.verify, shapes) if self.verify is not None else None,
            tuple(self.environments),
            self.approvals.noun() if self.approvals else None,
            _span(self.budget),
            _span(undo_budget),
        )  # fmt: skip


def _check(key: str, given: Mapping[str, Any], shapes: Shapes) -> runbook.Check:
    name, rest = _typed(key, given)
    if name not in shapes.checks:
        raise ValueError(f"`{key}` has the type {name!r}, which is none of {', '.join(shapes.checks)}")
    return runbook.Check(name, strict(key, rest, shapes.checks[name]()))


def _deed(key: str, given: Mapping[str, Any], shapes: Shapes) -> runbook.Deed:
    name, rest = _typed(key, given)
    if name not in shapes.deeds:
        raise ValueError(f"`{key}` has the type {name!r}, which is none of {', '.join(shapes.deeds)}")
    shape, words = shapes.deeds[name]()
    asked = strict(key, rest, shape)
    return runbook.Deed(name, asked, words(asked))


def _undo(given: Mapping[str, Any], shapes: Shapes) -> runbook.Deed | runbook.NoUndo:
    name, rest = _typed("undo", given)
    if name != "none":
        return _deed("undo", given, shapes)
    found: runbook.NoUndo = strict("undo", rest, runbook.NoUndo)
    return found


def _verify(given: Mapping[str, Any], shapes: Shapes) -> runbook.Verify:
    rest = {key: value for key, value in given.items() if key != "within"}
    within = given.get("within", _WITHIN)
    if not isinstance(within, str):
        raise ValueError("`within` is a length of time, as in 2m")
    return runbook.Verify(_check("verify", rest, shapes), duration.parse(within))


def _budgeted(undo: Mapping[str, Any] | None) -> tuple[Mapping[str, Any] | None, str]:
    """The keys of an undo, and the time it is planned to take."""
    if undo is None:
        return None, ""
    budget = undo.get("budget", "")
    if not isinstance(budget, str):
        raise ValueError("`budget` of undo is a length of time, as in 5m")
    return {key: value for key, value in undo.items() if key != "budget"}, budget


def _typed(key: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    name = given.get("type")
    if not isinstance(name, str):
        raise ValueError(f"`{key}` has no type")
    return name, {each: value for each, value in given.items() if each != "type"}


def strict(key: str, given: Mapping[str, Any], shape: type[Value]) -> Any:
    """A value from a table; msgspec lets unknown keys pass, a runbook does not."""
    known = usual(shape).keys()
    unknown = sorted(given.keys() - known)
    if unknown:
        raise ValueError(f"`{key}` knows no key `{unknown[0]}`; it knows {', '.join(sorted(known)) or 'type only'}")
    return msgspec.convert(dict(given), shape)
