"""Amounts of bytes as people write and read them, in steps of 1024 as PostgreSQL counts: 500MB, 2GB."""

from __future__ import annotations

import re

_UNITS = ("B", "kB", "MB", "GB", "TB")
_WRITTEN = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) *([kmgt]?)(?:i?b)?", re.IGNORECASE)


def parse(text: str) -> int:
    """Bytes of `2GB`, `500 MiB` or `1000`. ValueError when it is no such amount."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no amount: write 500MB or 2GB")
    return int(float(found[1]) * 1024 ** " kmgt".index(found[2].lower() or " "))


def words(count: float | None) -> str:
    """With a unit and at most three figures: 15.8 MB is 15.8 x 1024 x 1024, as pg_size_pretty counts."""
    if count is None:
        return "?"
    amount, unit = float(count), "B"
    for unit in _UNITS:
        if abs(amount) < 1024 or unit == _UNITS[-1]:
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if unit == "B" or abs(amount) >= 100 else f"{amount:.1f} {unit}"
