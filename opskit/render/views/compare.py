"""The page of `opskit compare`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opskit.app.compare import Compared
from opskit.app.compared_metrics import Metric
from opskit.app.settings_parity import SettingDifference
from opskit.core.answer import Answer
from opskit.core.schema_difference import ObjectDifference
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Bullets, Facts, Heading, Line, Table
from opskit.render.words import plural

SHOWN = 40
_REVISIONS_APART = "revisions"


def blocks(answer: Answer[Compared]) -> list[Block]:
    data = answer.data
    names = data.environments
    found: list[Block] = [Line(_headline(data), data.verdict.value)]
    found += [Line(f"{metric.id}: {metric.reason}", metric.verdict.value) for metric in data.metrics]
    found += [Line(""), Facts({f"applied to {names[side]}": _applied(data.revisions[side]) for side in ("a", "b")})]
    for title, lines in _groups(data.differences, names):
        found += _group(title, lines)
    found += _settings(data.settings, names)
    found += [Line(""), *(Line(note, "note") for note in data.notes)] if data.notes else []
    return found + _next(data)


def _headline(data: Compared) -> str:
    words = {Verdict.PASS: "are equal", Verdict.FAIL: "differ", Verdict.INCONCLUSIVE: "cannot be told apart or equal"}
    said = words[data.verdict]
    if data.verdict is Verdict.PASS and data.counts.allowed:
        said = "differ in nothing but what is allowed"
    return f"{data.environments['a']} and {data.environments['b']} {said}."


def _applied(revisions: Sequence[str] | None) -> str:
    return "no record of opskit" if revisions is None else ", ".join(revisions) or "nothing"


def _groups(found: Sequence[ObjectDifference], names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    counting = [each for each in found if each.counts]
    for change, side in (("missing", "a"), ("added", "b")):
        lacking = [each for each in counting if each.change == change]
        yield f"Only in {names[side]}", _folded(lacking)
    yield f"Different, {names['a']} -> {names['b']}", [each.words for each in counting if each.change == "different"]
    yield "Not comparable between these versions", [each.words for each in found if not each.comparable]
    yield "Allowed", [_allowed(each) for each in found if each.comparable and each.allowed]


def _folded(lacking: Sequence[ObjectDifference]) -> list[str]:
    """What a relation that is not there would have is not listed one by one."""
    names = {each.name for each in lacking}
    inside: dict[str, int] = {}
    shown = []
    for each in lacking:
        home = _home(each.name, names)
        if home:
            inside[home] = inside.get(home, 0) + 1
        else:
            shown.append(each)
    return [f"{each.kind} {each.name}" + (_with(inside[each.name]) if each.name in inside else "") for each in shown]


def _home(name: str, names: set[str]) -> str:
    """Of a column, constraint, trigger, rule or policy the relation, if that is among the names."""
    places = (place for place, sign in enumerate(name) if sign == ".")
    return next((name[:place] for place in places if name[:place] in names and "." in name[:place]), "")


def _with(count: int) -> str:
    return f" (with {plural(count, 'part')})"


def _allowed(each: ObjectDifference) -> str:
    return f"{each.words} (until {each.allowed.until}: {each.allowed.reason})" if each.allowed else each.words


def _group(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    more = [Line(f"… and {len(lines) - SHOWN} more (--json lists them)")] if len(lines) > SHOWN else []
    return [Heading(f"{title}: {len(lines)}"), Bullets(lines[:SHOWN]), *more]


def _settings(found: Sequence[SettingDifference], names: Mapping[str, str]) -> list[Block]:
    if not found:
        return []
    rows = [[each.name, _value(each, each.a), _value(each, each.b), _note(each)] for each in found]
    return [
        Heading("Settings that differ (for information)"),
        Table(["setting", names["a"], names["b"], "note"], rows),
    ]


def _value(each: SettingDifference, value: str | None) -> str:
    if value is None:
        return "hidden" if each.unknown else "not set"
    return value or "''"


def _note(each: SettingDifference) -> str:
    allowance = f"allowed until {each.allowed.until}: {each.allowed.reason}" if each.allowed else ""
    return "; ".join(filter(None, [each.unknown, allowance]))


def _next(data: Compared) -> list[Block]:
    metrics: dict[str, Metric] = {metric.id: metric for metric in data.metrics}
    apart = metrics.get(_REVISIONS_APART)
    if apart is None or apart.verdict is Verdict.PASS:
        return []
    a, b = (data.revisions[side] or () for side in ("a", "b"))
    behind = data.environments["b" if len(b) < len(a) else "a"]
    return [Line(""), Line(f"next: opskit plan -e {behind}")]
