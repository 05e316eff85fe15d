"""Files that an application or a benchmark writes and a metric reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opskit.core import json_place
from opskit.errors import Fault, Inconclusive, InvalidFile


def content(file: str) -> str:
    """Inconclusive while it is not there: nothing was measured yet."""
    path = Path(file).expanduser()
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Inconclusive(f"{file} is not there") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile([Fault(path, 0, f"cannot be read: {error}")], f"mend {file}") from error


def document(file: str) -> dict[str, Any]:
    """A JSON object. InvalidFile for anything else, also for one that is being written."""
    try:
        found = json_place.read(content(file))
    except ValueError as error:
        raise InvalidFile([Fault(Path(file), 0, f"is no JSON: {error}")], f"mend {file}") from error
    if not isinstance(found, dict):
        raise InvalidFile([Fault(Path(file), 0, "is no JSON object")], f"mend {file}")
    return found


def count(file: str, found: dict[str, Any], name: str) -> int:
    """A whole number that is not below 0."""
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidFile([Fault(Path(file), 0, f"{name!r} is no count")], f"mend {file}")
    return value
