"""Lengths of time as runbooks write them: 90s, 30m, 24h, 7d, 2y."""

from __future__ import annotations

import re
from datetime import timedelta

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}


def parse(text: str) -> timedelta:
    """ValueError when it is no whole number with a unit; a year has 365 days."""
    found = re.fullmatch(r"([0-9]{1,9})([smhdwy])", text)
    if not found:
        raise ValueError(f"{text!r} is no length of time: write 90s, 30m, 24h or 7d")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def words(length: timedelta) -> str:
    """The largest unit that fits, rounded down: 45 s, 12 min, 5 h, 9 d."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def written(length: timedelta) -> str:
    """As `parse` reads it, in the largest unit it is a whole number of: 90s, 10m, 6h."""
    seconds = int(length.total_seconds())
    unit = next((unit for unit in "dhm" if seconds and seconds % _SECONDS[unit] == 0), "s")
    return f"{seconds // _SECONDS[unit]}{unit}"


def exact(seconds: int) -> str:
    """To the second, as parts that add up: 1 h 5 min 12 s, 45 min, 0 s."""
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        parts += [f"{count} {unit}"] if count else []
    return " ".join(parts) or "0 s"
