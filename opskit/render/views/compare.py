"""The page of `opskit compare`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.compare import Compared, Metric, ObjectDifference, SettingDifference
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Code, Facts, Heading, Line, Table
from opskit.render.words import plural

SHOWN = 40
_REVISIONS_APART = "revisions"


def blocks(answer: Answer[Compared]) -> list[Block]:
    data = answer.data
    names = data.environments
    found: list[Block] = [Line(_headline(data), data.verdict.value)]
    found += [Line(f"{metric.id}: {metric.reason}", metric.verdict.value) for metric in data.metrics]
    found += [Line(""), Facts({f"applied to {names[side]}": _applied(data.revisions[side]) for side in ("a", "b")})]
    found += _differences(data.differences, names)
    found += _settings(data.settings, names)
    return found + _next(data)


def _headline(data: Compared) -> str:
    words = {Verdict.PASS: "are equal", Verdict.FAIL: "differ", Verdict.INCONCLUSIVE: "cannot be told apart or equal"}
    return f"{data.environments['a']} and {data.environments['b']} {words[data.verdict]}."


def _applied(revisions: Sequence[str] | None) -> str:
    return "no record of opskit" if revisions is None else ", ".join(revisions) or "nothing"


def _differences(found: Sequence[ObjectDifference], names: Mapping[str, str]) -> list[Block]:
    if not found:
        return []
    words = {"missing": f"only in {names['a']}", "added": f"only in {names['b']}"}
    lacking = [[each.kind, each.name, words[each.change]] for each in found if each.change in words]
    blocks: list[Block] = [Heading(f"Schema: {plural(len(found), 'difference')}")]
    blocks += [Table(["kind", "name", "where"], lacking[:SHOWN])] if lacking else []
    blocks += [Line(f"… and {len(lacking) - SHOWN} more (--json lists them)")] if len(lacking) > SHOWN else []
    for each in [each for each in found if each.change == "different"][:SHOWN]:
        blocks.append(Line(f"{each.kind} {each.name} is different"))
        blocks.append(Code(f"{_indented(names['a'], each.a)}\n{_indented(names['b'], each.b)}"))
    return blocks


def _indented(name: str, definition: str | None) -> str:
    return f"{name}: " + (definition or "(ends before)").replace("\n", f"\n{' ' * (len(name) + 2)}")


def _settings(found: Sequence[SettingDifference], names: Mapping[str, str]) -> list[Block]:
    if not found:
        return []
    rows = [[each.name, _value(each.a), _value(each.b)] for each in found]
    return [Heading("Settings that differ (for information)"), Table(["setting", names["a"], names["b"]], rows)]


def _value(value: str | None) -> str:
    return "hidden from this login" if value is None else value or "''"


def _next(data: Compared) -> list[Block]:
    metrics: dict[str, Metric] = {metric.id: metric for metric in data.metrics}
    apart = metrics.get(_REVISIONS_APART)
    if apart is None or apart.verdict is Verdict.PASS:
        return []
    a, b = (data.revisions[side] or () for side in ("a", "b"))
    behind = data.environments["b" if len(b) < len(a) else "a"]
    return [Line(""), Line(f"next: opskit plan -e {behind}")]
