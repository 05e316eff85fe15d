"""Values of server settings, compared as the server means them: 30s is 30000 where the unit is ms."""

from __future__ import annotations

import re
from decimal import Decimal

from opskit.core.rule import Condition

# Units of pg_settings and of what may be written behind a number: microseconds for times, bytes for sizes.
_UNITS = {
    "us": 1, "ms": 1000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000,
    "B": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4,
}  # fmt: skip
_AMOUNT = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*")
_SWITCHES = {"on": "on", "true": "on", "yes": "on", "off": "off", "false": "off", "no": "off"}


def holds(condition: Condition, actual: str, unit: str) -> bool:
    """`unit` is pg_settings.unit of the setting (8kB, ms, ...), empty where it has none."""
    left, right = amount(actual, unit), amount(condition.value, unit)
    if left is None or right is None:
        return condition.compare(word(actual), word(condition.value))
    return condition.compare(left, right)


def amount(text: str, unit: str) -> Decimal | None:
    """In microseconds or bytes where there is a unit; None for a word."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    number, suffix = Decimal(found[1]), found[2] or unit
    blocks = re.fullmatch(r"([0-9]+)(kB|MB)", suffix)
    if blocks:
        return number * int(blocks[1]) * _UNITS[blocks[2]]
    return number * _UNITS.get(suffix, 1) if not suffix or suffix in _UNITS else None


def word(text: str) -> str:
    """Switches have several spellings; everything else is itself."""
    return _SWITCHES.get(text.strip().lower(), text.strip())
