"""The keys of runbooks/<name>.toml. Unknown ones are refused everywhere; the nouns they become are in core.runbook."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from opskit.core import duration, rule, runbook, sampling
from opskit.core.runbook import Kind, Priority

Slug = Annotated[str, Meta(pattern="^[a-z][a-z0-9-]*$")]
Text = Annotated[str, Meta(min_length=1)]
# For each type of check what gives the dataclass of its keys, so that only the types in use are imported.
Shapes = Mapping[str, Callable[[], type]]

_DO = {"apply": runbook.Apply, "sql": runbook.Sql, "manual": runbook.ByHand}
_UNDO = {"rollback": runbook.Rollback, "sql": runbook.Sql, "manual": runbook.ByHand, "none": runbook.NoUndo}


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
    check: dict[str, Any] | None = None
    do: dict[str, Any] | None = None
    undo: dict[str, Any] | None = None
    signoff: Signoff | None = None
    evidence: list[Evidence] = []
    max_age: str = ""

    def __post_init__(self) -> None:
        _span(self.max_age)

    def noun(self, shapes: Shapes, max_age: str) -> runbook.Item:
        """msgspec.ValidationError when a part has an unknown type or the wrong keys."""
        manual = self.kind is Kind.MANUAL
        given = self.signoff or (Signoff() if manual else None)
        return runbook.Item(
            self.id, self.title, self.priority, self.phase, self.kind, tuple(self.needs),
            _check(self.check, shapes) if self.check is not None else None,
            _variant("do", self.do, _DO) if self.do is not None else None,
            _variant("undo", self.undo, _UNDO) if self.undo is not None else None,
            runbook.Signoff(given.count, given.ask) if given else None,
            tuple(runbook.EvidenceAsked(each.name, each.type, each.required) for each in self.evidence),
            None if manual else _span(self.max_age or max_age),
        )  # fmt: skip


class Metric(Struct, forbid_unknown_fields=True, frozen=True):
    id: Slug
    title: Text
    source: Literal[
        "catalog", "statistics", "pg_stat_statements", "probe", "sql", "pgbouncer", "application", "http", "person"
    ]
    rule: Text
    critical: bool = False
    min_samples: Annotated[int, Meta(ge=1)] | None = None
    min_observation: str = ""
    exempt: list[Text] = []
    query: str = ""

    def noun(self) -> runbook.Metric:
        """ValueError when the rule cannot be read, or cannot be answered by so few samples."""
        parsed = rule.parse(self.rule)
        quantiles = sampling.quantiles(parsed)
        samples = self.min_samples or (sampling.USUAL if quantiles else 0)
        least = sampling.least(parsed)
        if samples < least:
            raise ValueError(f"`min_samples` must be at least {least:,}: fewer cannot answer {self.rule!r}")
        if quantiles and self.source == "pg_stat_statements":
            raise ValueError("`source` pg_stat_statements keeps means, no quantiles")
        if bool(self.query) != (self.source == "sql"):
            raise ValueError('`query` belongs to source = "sql", and to no other')
        return runbook.Metric(
            self.id, self.title, self.source, parsed, self.critical, samples,
            _span(self.min_observation), tuple(self.exempt), self.query,
        )  # fmt: skip


class Gate(Struct, forbid_unknown_fields=True, frozen=True):
    kind: Literal["cluster", "role", "logical-replica", "physical-replica", "before-after", "rehearsal"]
    soak: str
    on_inconclusive: Literal["hold", "fail"] = "hold"
    metric: list[dict[str, Any]] = []

    def __post_init__(self) -> None:
        duration.parse(self.soak)

    def noun(self, name: str, metrics: tuple[runbook.Metric, ...]) -> runbook.Gate:
        return runbook.Gate(name, self.kind, duration.parse(self.soak), self.on_inconclusive, metrics)


def _check(given: Mapping[str, Any], shapes: Shapes) -> runbook.Check:
    name, rest = _typed("check", given)
    if name not in shapes:
        raise ValueError(f"`check` has the type {name!r}, which is none of {', '.join(shapes)}")
    return runbook.Check(name, _strict("check", rest, shapes[name]()))


def _variant(key: str, given: Mapping[str, Any], known: Mapping[str, type]) -> Any:
    name, rest = _typed(key, given)
    if name not in known:
        raise ValueError(f"`{key}` has the type {name!r}, which is none of {', '.join(known)}")
    return _strict(key, rest, known[name])


def _typed(key: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    name = given.get("type")
    if not isinstance(name, str):
        raise ValueError(f"`{key}` has no type")
    return name, {each: value for each, value in given.items() if each != "type"}


def _strict(key: str, given: Mapping[str, Any], shape: type) -> Any:
    """A dataclass from a table; msgspec lets unknown keys of a dataclass pass, a runbook does not."""
    known = {field.name for field in dataclasses.fields(shape)}
    unknown = sorted(given.keys() - known)
    if unknown:
        raise ValueError(f"`{key}` knows no key `{unknown[0]}`; it knows {', '.join(sorted(known)) or 'type only'}")
    return msgspec.convert(dict(given), shape)
