"""Figures of a benchmark, as a table shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

ABSENT = "—"


def ms(value: float | None) -> str:
    return ABSENT if value is None else figure(value)


def factor(value: float | None) -> str:
    """A ratio is shown beside the two values it is of, never alone."""
    return ABSENT if value is None else f"{figure(value)}x"


def figure(value: float) -> str:
    """Three figures at most, two decimals at most."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def counts(words: Iterable[str]) -> str:
    """3 faster, 1 slower."""
    return ", ".join(f"{count} {word}" for word, count in sorted(Counter(filter(None, words)).items()))
