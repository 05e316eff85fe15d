"""Numbers as people read them."""

from __future__ import annotations


def size(count: float | None) -> str:
    """Bytes with a binary unit and at most three figures: 15.8 MB is 15.8 x 1024 x 1024, as pg_size_pretty counts."""
    if count is None:
        return "?"
    amount, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if abs(amount) < 1024 or unit == "TB":
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if unit == "B" or abs(amount) >= 100 else f"{amount:.1f} {unit}"


def duration(seconds: float | None) -> str:
    """12m 10s, 4.2 s, 15 ms."""
    if seconds is None:
        return "?"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h {minutes:02d}m" if hours else f"{minutes}m {rest:02d}s"


def count(number: float | None) -> str:
    return "?" if number is None else f"{number:,.0f}"


def plural(number: int, noun: str) -> str:
    ending = "" if number == 1 else "es" if noun.endswith(("x", "s", "ch")) else "s"
    return f"{number:,} {noun}{ending}"
