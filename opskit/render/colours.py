"""Colour repeats what a status word says; it is never the only sign."""

from __future__ import annotations

_COLOURS = {
    "PASS": "32", "OK": "32", "DONE": "32", "USED": "32", "READY": "32",
    "FAIL": "31", "CRITICAL": "31", "MISSING": "31", "INVALID": "31", "NOT READY": "31", "BLOCKED": "31",
    "STOPPED": "31", "UNKNOWN": "31", "UNDONE": "33", "STALE": "33", "RUNNING": "36", "SIGNED": "32", "WAIVED": "33",
    "WARNING": "33", "INCONCLUSIVE": "33", "PENDING": "33", "NOT PROVEN": "33", "UNUSED": "33",
}  # fmt: skip
STATUS_COLUMNS = {"status", "state", "use", "verdict", "outcome", "result"}


def paint(word: str, colour: bool) -> str:
    """A status word, in its colour when colours are wanted."""
    code = _COLOURS.get(word.upper(), "")
    return f"\033[{code}m{word}\033[0m" if colour and code else word
