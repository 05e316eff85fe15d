"""Places in a JSON document, by a path of keys, numbers and `*`; and its values as numbers, times and words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

ABSENT = object()
_LONGEST_WORD = 100


def read(text: str) -> Any:
    """Decimals are exact. ValueError for what is no JSON, also NaN and what is nested too deeply to be read."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def path(text: str) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


def places(value: Any, way: Sequence[str], trail: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every place of a path, with its own path; ABSENT where the way ends before it."""
    if not way:
        yield ".".join(trail), value
    elif way[0] == "*" and isinstance(value, (dict, list)):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(child, way[1:], (*trail, str(key)))
    else:
        child = below(value, way[:1])
        yield from places(child, () if child is ABSENT else way[1:], (*trail, way[0]))


def below(value: Any, way: Sequence[str]) -> Any:
    """What one path without `*` leads to, or ABSENT."""
    for key in way:
        if isinstance(value, dict):
            value = value.get(key, ABSENT)
        elif isinstance(value, list) and key.lstrip("-").isdecimal() and -len(value) <= int(key) < len(value):
            value = value[int(key)]
        else:
            return ABSENT
    return value


def number(value: Any) -> Decimal | None:
    """Also of one that stands in a text: Prometheus sends them so."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def moment(value: Any) -> datetime | None:
    """Seconds since 1970, or RFC 3339; one without a zone says too little."""
    seconds = number(value)
    try:
        found = datetime.fromtimestamp(float(seconds), UTC) if seconds is not None else datetime.fromisoformat(value)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else None


def word(value: Any) -> str:
    """As JSON writes it, a text without its quotes; on one line, and not for ever."""
    line = " ".join((value if isinstance(value, str) else json.dumps(value, default=str)).split())
    return line if len(line) <= _LONGEST_WORD else f"{line[:_LONGEST_WORD]}…"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
