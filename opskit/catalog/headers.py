"""The `-- key: value` header that checks and workload queries share."""

from __future__ import annotations

from pathlib import Path

from opskit.errors import Fault
from opskit.value import Value


class HeaderLine(Value):
    line: int
    key: str
    value: str


def read_header(text: str) -> tuple[list[HeaderLine], str]:
    """The header lines at the top of a file, and the rest of it. A comment without `key:` ends the header."""
    lines = text.splitlines()
    header: list[HeaderLine] = []
    for number, line in enumerate(lines, 1):
        key, colon, value = line.removeprefix("-- ").partition(":")
        if not line.startswith("-- ") or not colon or not key.replace("-", "").isalpha():
            return header, "\n".join(lines[number - 1 :]).strip()
        header.append(HeaderLine(number, key, value.strip()))
    return header, ""


def single_values(
    path: Path, header: list[HeaderLine], known: set[str], many: set[str]
) -> tuple[dict[str, str], list[Fault]]:
    """The keys that may stand once, with faults for unknown and repeated ones. `many` may repeat and are left out."""
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for each in header:
        if each.key in many:
            continue
        if each.key not in known:
            faults.append(Fault(path, each.line, f"unknown header key {each.key!r}"))
        elif each.key in values:
            faults.append(Fault(path, each.line, f"header key {each.key!r} is given twice"))
        values[each.key] = each.value
    return values, faults


def values_of(header: list[HeaderLine], key: str) -> tuple[str, ...]:
    """Of a key that may repeat, in their order."""
    return tuple(each.value for each in header if each.key == key)


def params(header: list[HeaderLine]) -> list[tuple[int, str, str]]:
    """Line, name and value as written of each `param: name = value`; the value is empty where there is no `=`."""
    split = [(each.line, *each.value.partition("=")) for each in header if each.key == "param"]
    return [(line, name.strip(), value.strip()) for line, name, _, value in split]


def scalar(text: str) -> str | int | float | bool:
    """A literal of a header: a whole number, a number, true/false, or text (quotes are optional)."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
