"""`opskit compare A B`: two environments, object by object of their schemas, with what was applied to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from opskit.app.compared_side import Side, look
from opskit.app.context import Context, open_context
from opskit.app.voice import Voice
from opskit.catalog.configuration import Settings, choose
from opskit.core.answer import Answer
from opskit.core.fingerprint import Difference, SchemaFingerprint, differences, fingerprint_of
from opskit.core.verdict import Verdict, worst
from opskit.errors import UsageFault

EVENT = "compare"
EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}
SHOWN_LINES = 3


@dataclass(frozen=True)
class Metric:
    """`value` is the number of differences, `control` the number of things A has, `samples` how many were compared."""

    id: str
    verdict: Verdict
    value: int
    limit: int
    control: int
    samples: int
    interval: tuple[float, float] | None
    reason: str


@dataclass(frozen=True)
class ObjectDifference:
    """`change`: missing (B lacks it), added (only B has it), different. `a` and `b` are definitions from the first
    line that differs, at most SHOWN_LINES lines, None where there is no such object."""

    kind: str
    name: str
    change: str
    a: str | None
    b: str | None


@dataclass(frozen=True)
class SettingDifference:
    name: str
    a: str | None
    b: str | None


@dataclass(frozen=True)
class Compared:
    """`settings` differ without a verdict: memory follows the machine, and a person judges the rest."""

    verdict: Verdict
    kind: str
    environments: Mapping[str, str]
    fingerprints: Mapping[str, str]
    revisions: Mapping[str, Sequence[str] | None]
    metrics: Sequence[Metric]
    differences: Sequence[ObjectDifference]
    settings: Sequence[SettingDifference]


def compare(settings: Settings, a: str, b: str, voice: Voice) -> Answer[Compared]:
    """Exit 0 when they are equal, 1 when they differ, 3 when they may only be printed differently or it is not known
    what was applied to one of them."""
    if a == b:
        raise UsageFault(f"{a} is compared with itself", "", "opskit compare staging production")
    context = open_context(settings, choose(settings, a, ""), voice)
    one, other = look(context), look(context.on(b))
    if one.is_same_database(other):
        raise UsageFault(f"{a} and {b} are the same database", f"both are {one.server.identity}", "opskit config show")
    data = compared(one, other)
    for place, name in ((context, b), (context.on(b), a)):
        _record(place, name, data)
    context.announcer.close()
    return Answer("compare", data, EXIT_CODES[data.verdict], environment=a, run=context.run)


def compared(one: Side, other: Side) -> Compared:
    prints = {"a": _fingerprint(one), "b": _fingerprint(other)}
    found = [_difference(each, one, other) for each in differences(prints["a"].objects, prints["b"].objects)]
    metrics = [_schema(found, one, other), *_applied(one, other)]
    return Compared(
        worst(metric.verdict for metric in metrics), "schema", {"a": one.name, "b": other.name},
        {side: each.digest for side, each in prints.items()}, {"a": one.revisions, "b": other.revisions},
        metrics, found, _settings(one, other),
    )  # fmt: skip


def _fingerprint(side: Side) -> SchemaFingerprint:
    return fingerprint_of(
        {"kind": kind, "name": name, "definition": definition} for (kind, name), definition in side.objects.items()
    )


def _difference(found: Difference, one: Side, other: Side) -> ObjectDifference:
    definitions = [side.objects.get((found.kind, found.name)) for side in (one, other)]
    lines = [(definition or "").splitlines() for definition in definitions]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*lines, strict=False)))
    a, b = (
        None if definition is None else "\n".join(each[same : same + SHOWN_LINES])
        for definition, each in zip(definitions, lines, strict=True)
    )
    return ObjectDifference(found.kind, found.name, found.change, a, b)


def _schema(found: Sequence[ObjectDifference], one: Side, other: Side) -> Metric:
    majors = (one.server.major, other.server.major)
    total = len(one.objects.keys() | other.objects.keys())
    lacking = sum(each.change != "different" for each in found)
    verdict, reason = Verdict.PASS, f"all {total} objects are equal"
    if found:
        verdict, reason = Verdict.FAIL, f"{len(found)} of {total} objects differ"
    if found and not lacking and majors[0] != majors[1]:
        verdict = Verdict.INCONCLUSIVE
        reason = (
            f"not comparable: PostgreSQL {majors[0]} and {majors[1]} print definitions in their own ways,"
            f" {len(found)} of {total} are printed differently"
        )
    return Metric("schema", verdict, len(found), 0, len(one.objects), total, None, reason)


def _applied(one: Side, other: Side) -> list[Metric]:
    """Nothing to say where neither database has a record of opskit."""
    a, b = one.revisions, other.revisions
    if a is None and b is None:
        return []
    names = set(a or ()) | set(b or ())
    apart = set(a or ()) ^ set(b or ())
    numbers = (len(apart), 0, len(a or ()), len(names), None)
    if a is None or b is None:
        unknown = one.name if a is None else other.name
        reason = f"{unknown} has no record of what was applied to it"
        return [Metric("revisions", Verdict.INCONCLUSIVE, *numbers, reason)]
    if apart:
        return [Metric("revisions", Verdict.FAIL, *numbers, f"not applied to both: {', '.join(sorted(apart))}")]
    return [Metric("revisions", Verdict.PASS, *numbers, f"the same {len(names)} are applied")]


def _settings(one: Side, other: Side) -> list[SettingDifference]:
    """What only one login may see is told as None on the other side."""
    names = sorted(one.settings.keys() | other.settings.keys())
    pairs = [(name, one.settings.get(name), other.settings.get(name)) for name in names]
    return [SettingDifference(*pair) for pair in pairs if pair[1] != pair[2]]


def _record(context: Context, other: str, data: Compared) -> None:
    context.record(
        EVENT,
        subject=other,
        verdict=data.verdict.value,
        fingerprints=dict(data.fingerprints),
        environments=dict(data.environments),
        differences=len(data.differences),
        reason="; ".join(metric.reason for metric in data.metrics),
    )
