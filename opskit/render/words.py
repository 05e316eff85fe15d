"""Numbers as people read them."""

from __future__ import annotations

from opskit.core.size import words


def size(count: float | None) -> str:
    return words(count)


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
