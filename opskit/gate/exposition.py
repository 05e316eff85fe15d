"""The text format of Prometheus: what an application shows of its counters and histograms. And what chooses some of it,
written as in PromQL: `http_requests_total{status=~"5.."}`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from opskit.value import Value

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_QUOTED = r'"((?:[^"\\\n]|\\.)*)"'
_LABEL = re.compile(rf"\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*{_QUOTED}\s*(?:,|$)")
_SERIES = re.compile(rf"({_NAME})(?:\{{((?:[^\"}}]|{_QUOTED})*)\}})?")
_ESCAPED = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}


class Series(Value):
    """One line: a name, its labels and its value."""

    name: str
    labels: Mapping[str, str]
    value: float


class Selector(Value):
    """`matchers` are (label, operator, text); a regular expression has to match the whole value."""

    name: str
    matchers: Sequence[tuple[str, str, str]] = ()

    def takes(self, series: Series) -> bool:
        return series.name == self.name and all(_matches(series.labels.get(label, ""), op, text)
                                                for label, op, text in self.matchers)  # fmt: skip


def parse(text: str) -> list[Series]:
    """ValueError names the line that cannot be read: a page that was misread must not be counted."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    return [_line(number, line) for number, line in lines if line and not line.startswith("#")]


def selector(text: str) -> Selector:
    """ValueError for what is none."""
    found = _SERIES.fullmatch(text.strip())
    if not found:
        raise ValueError(f'{text!r} is no series: write name or name{{label="value"}}')
    matchers = tuple(_labels(found[2] or "", text))
    for label, op, pattern in matchers:
        if op.endswith("~"):
            _compiled(label, pattern)
    return Selector(found[1], matchers)


def total(series: Iterable[Series], chosen: Selector) -> float | None:
    """The sum over all series that are chosen; None when there is none, or one of them is no number."""
    values = [each.value for each in series if chosen.takes(each)]
    return math.fsum(values) if values and not any(map(math.isnan, values)) else None


def buckets(series: Iterable[Series], chosen: Selector, unit_ms: Decimal) -> dict[str, int]:
    """The counts of a histogram, by upper bound in milliseconds, summed over all series that are chosen; empty when
    there is none. `unit_ms`: how many milliseconds its unit has."""
    wanted = Selector(f"{chosen.name}_bucket", chosen.matchers)
    found: dict[str, int] = {}
    for each in series:
        if wanted.takes(each) and "le" in each.labels:
            bound = bound_of(each.labels["le"], unit_ms)
            found[bound] = found.get(bound, 0) + int(each.value)
    return found


def bound_of(le: str, unit_ms: Decimal) -> str:
    """An upper bound in milliseconds, each always as the same text."""
    if le in ("+Inf", "inf", "Inf"):
        return "+Inf"
    return f"{(Decimal(le) * unit_ms).normalize():f}"


def _line(number: int, line: str) -> Series:
    found = _SERIES.match(line)
    rest = line[found.end() :].partition(" # ")[0].split() if found else []
    if not found or len(rest) not in (1, 2):
        raise ValueError(f"line {number} is none of the Prometheus text format: {line[:60]!r}")
    labels = {label: value for label, _, value in _labels(found[2] or "", line)}
    try:
        return Series(found[1], labels, float(rest[0]))
    except ValueError as error:
        raise ValueError(f"line {number} has no number: {line[:60]!r}") from error


def _labels(text: str, whole: str) -> Iterator[tuple[str, str, str]]:
    place = 0
    while text[place:].strip():
        found = _LABEL.match(text, place)
        if not found:
            raise ValueError(f"the labels of {whole[:60]!r} cannot be read")
        yield found[1], found[2], re.sub(r"\\.", lambda each: _ESCAPED.get(each[0], each[0]), found[3])
        place = found.end()


def _matches(value: str, op: str, text: str) -> bool:
    same = _compiled("", text).fullmatch(value) is not None if op.endswith("~") else value == text
    return same is not op.startswith("!")


def _compiled(label: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{label}: {pattern!r} is no regular expression: {error}") from error
