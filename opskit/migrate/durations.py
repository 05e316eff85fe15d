"""Values of PostgreSQL's time settings."""

from __future__ import annotations

import re

_VALUE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*")
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "min": 60_000.0, "h": 3_600_000.0, "d": 86_400_000.0}


def milliseconds(text: str) -> float | None:
    """Of a setting whose unit, when none is given, is the millisecond; None where it cannot be read."""
    found = _VALUE.fullmatch(text)
    return float(found[1]) * _MS[found[2] or "ms"] if found else None
