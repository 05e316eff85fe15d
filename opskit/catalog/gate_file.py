"""[gate.NAME] and its metrics in a runbook file. What could never be answered is refused here, with the arithmetic."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from opskit.catalog.runbook_file import Shapes, Slug, Source, Text, strict
from opskit.core import duration, rule, runbook, sampling
from opskit.core.rule import Rule

# Non-inferior when slower by less: a tenth at the median, a quarter in the tail, which has wider intervals.
MARGINS = {"p50_ms": 1.10, "p99_ms": 1.25}
# Whose schema is the primary's, byte for byte.
PHYSICAL = "physical-replica"


class Metric(Struct, frozen=True):
    """The keys of every metric; all others are those of its source. `expected_rate` is how many samples come a second,
    `control` holds keys of the source that are others for the control."""

    id: Slug
    title: Text
    source: str
    rule: Text
    critical: bool = False
    min_samples: Annotated[int, Meta(ge=1)] | None = None
    min_observation: str = ""
    expected_rate: Annotated[float, Meta(gt=0)] | None = None
    margins: dict[str, Annotated[float, Meta(gt=1)]] = {}
    control: dict[str, Any] = {}

    def noun(self, given: Mapping[str, Any], shapes: Shapes) -> runbook.Metric:
        """ValueError when the rule cannot be read, or cannot be answered by its source or by so few samples."""
        if self.source not in shapes.sources:
            raise ValueError(f"`source` {self.source!r} is none of {', '.join(shapes.sources)}")
        source = shapes.sources[self.source]()
        parsed = rule.parse(self.rule)
        _answerable(parsed, source, self.source)
        samples = self._samples(parsed)
        own = {key: value for key, value in given.items() if key not in Metric.__struct_fields__}
        asked = strict("metric", own, source.asked)
        beside = strict("control", {**own, **self.control}, source.asked) if self.control else None
        unknown = [name for name in self.margins if sampling.share_of(name) is None]
        if unknown:
            raise ValueError(f"`margins` has {unknown[0]!r}, which is no quantile: write p50_ms or p99_ms")
        return runbook.Metric(
            self.id, self.title, self.source, parsed, self.critical, samples,
            duration.parse(self.min_observation) if self.min_observation else None, asked, beside,
            {**MARGINS, **self.margins},
        )  # fmt: skip

    def _samples(self, parsed: Rule) -> int:
        samples = self.min_samples or (sampling.USUAL if sampling.quantiles(parsed) else 0)
        least = sampling.least(parsed)
        if samples < least:
            raise ValueError(f"`min_samples` must be at least {least:,}: fewer cannot answer {self.rule!r}")
        return samples


class Gate(Struct, forbid_unknown_fields=True, frozen=True):
    kind: Literal["cluster", "role", "logical-replica", "physical-replica", "before-after", "rehearsal"]
    soak: str
    on_inconclusive: Literal["hold", "fail"] = "hold"
    control: str = ""
    load_band: Annotated[float, Meta(gt=0, le=1)] = runbook.LOAD_BAND
    after: str = ""
    metric: list[dict[str, Any]] = []

    def __post_init__(self) -> None:
        duration.parse(self.soak)
        if self.control == runbook.BEFORE and self.kind != "before-after":
            raise ValueError('`control` = "before" belongs to the kind before-after: others have a control beside them')

    def noun(self, name: str, metrics: tuple[runbook.Metric, ...]) -> runbook.Gate:
        return runbook.Gate(
            name, self.kind, duration.parse(self.soak), self.on_inconclusive, metrics, self.control, self.load_band,
            self.after, _digest(self),
        )  # fmt: skip


def metric(given: dict[str, Any], gate: Mapping[str, Any], shapes: Shapes) -> runbook.Metric:
    """A metric of the gate whose table is `gate`. ValueError for one that the gate can never answer."""
    read = msgspec.convert(given, Metric)
    made = read.noun(given, shapes)
    source = shapes.sources[read.source]()
    if source.of_indexes and gate.get("kind") == PHYSICAL:
        raise ValueError(
            f"`source` {read.source}: an index cannot be tried on a physical replica, which is the primary's copy"
        )
    if source.against and gate.get("control", "") in ("", runbook.BEFORE):
        raise ValueError(
            f"`source` {read.source} compares with a control, and the gate names no environment as `control`"
        )
    soak = _tried(duration.parse, str(gate.get("soak")))
    if soak is not None:
        _in_time(read, made, soak)
    return made


def _answerable(parsed: Rule, source: Source, name: str) -> None:
    unknown = [each.name for each in parsed.conditions if not re.fullmatch(source.gives, each.name)]
    if unknown:
        raise ValueError(f"`rule` asks for {unknown[0]!r}, which source {name} does not give: {_names(source.gives)}")
    words = [str(each) for each in parsed.conditions if each.number is None]
    if words:
        raise ValueError(f"`rule` {words[0]!r}: a metric is a number")


def _names(gives: str) -> str:
    """The names of a regular expression as a person reads them."""
    return gives.replace("[0-9]{2}", "NN").replace("|", ", ").replace("[a-z_]+", "a column of the query")


def _in_time(read: Metric, made: runbook.Metric, soak: timedelta) -> None:
    """What takes longer than the soak would never be told when that is over."""
    if made.min_observation and made.min_observation > soak:
        raise ValueError(
            f"`min_observation` = {read.min_observation} is longer than the soak of {duration.words(soak)}"
        )
    if read.expected_rate is None:
        return
    takes = sampling.takes(made.min_samples, read.expected_rate)
    if takes > soak:
        hours, whole = takes.total_seconds() / 3600, soak.total_seconds() / 3600
        raise ValueError(
            f"`min_samples`: {made.min_samples:,} samples at {read.expected_rate:g}/s take {hours:.1f} h,"
            f" longer than the soak of {whole:.1f} h"
        )


def _tried(parse: Callable[[str], timedelta], text: str) -> timedelta | None:
    """None for what the gate's own table is refused for."""
    try:
        return parse(text)
    except ValueError:
        return None


def _digest(gate: Gate) -> str:
    text = json.dumps(msgspec.to_builtins(gate), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
