"""The key `windows` of an environment in opskit.toml: when it may be changed."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog.toml_file import line_of
from opskit.catalog.toml_lines import Blocks
from opskit.core.window import DAYS, Weekly, Window
from opskit.errors import Fault

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class _Once(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    start: datetime
    end: datetime


class _EveryWeek(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    days: tuple[str, ...]
    opens: str = msgspec.field(name="from")
    closes: str = msgspec.field(name="to")
    zone: str


def windows(path: Path, name: str, tables: Sequence[Any], faults: list[Fault]) -> tuple[Window | Weekly, ...]:
    """Those of the environment of that name; each fault is added with the line of its window."""
    found: list[Window | Weekly] = []
    for place, table in enumerate(tables):
        try:
            found.append(_window(table))
        except (msgspec.ValidationError, ValueError) as error:
            line = _line(path, name, place, str(error))
            faults.append(Fault(path, line, f"environments.{name}: windows: {error}"))
    return tuple(found)


def _window(table: Any) -> Window | Weekly:
    if isinstance(table, Mapping) and table.keys() & {"start", "end"}:
        return _once(msgspec.convert(table, _Once))
    given = msgspec.convert(table, _EveryWeek)
    return Weekly(_days(given.days), _clock("from", given.opens), _clock("to", given.closes), _zone(given.zone))


def _once(given: _Once) -> Window:
    for key, value in (("start", given.start), ("end", given.end)):
        if value.utcoffset() is None:
            raise ValueError(f"`{key}` has no offset from UTC: write {value.isoformat()}+01:00, or Z for UTC itself")
    start, end = given.start.astimezone(UTC), given.end.astimezone(UTC)
    if end <= start:
        raise ValueError("`end` is not after its start")
    return Window(start, end, given.start.tzinfo or UTC)


def _days(names: Sequence[str]) -> frozenset[int]:
    strange = [name for name in names if name not in DAYS]
    if strange or not names:
        what = f"{strange[0]!r} is no day" if strange else "no day is named"
        raise ValueError(f"`days`: {what}; known are {', '.join(DAYS)}")
    return frozenset(DAYS.index(name) for name in names)


def _clock(key: str, text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(f"`{key}`: {text!r} is no time of day: write 22:00, from 00:00 to 23:59")
    return time(int(found[1]), int(found[2]))


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        if not zoneinfo.available_timezones():
            text = f"`zone`: {name!r} cannot be looked up, this machine knows no time zones: pip install tzdata"
        else:
            text = f"`zone`: {name!r} is no time zone known here: write Europe/Berlin, or UTC"
        raise ValueError(text) from error


def _line(path: Path, name: str, place: int, message: str) -> int:
    """Of the key in [[environments.name.windows]], else of the inline table, else of the environment."""
    for key in (name, f'"{name}"'):
        in_block = Blocks(path, f"[[environments.{key}.windows]]").line(place, message)
        listed = in_block or _inline(path, Blocks(path, f"[environments.{key}]").line(0, "`windows`"), place)
        if listed:
            return listed
    return line_of(path, f"environments.{name}") or line_of(path, name)


def _inline(path: Path, start: int, place: int) -> int:
    """The line of the inline table at this place, counted from the line of the key; that line without one."""
    if not start:
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    seen = 0
    for number, line in enumerate(lines[start - 1 :], start):
        seen += line.partition("#")[0].count("{")
        if seen > place:
            return number
    return start
