"""TOML -> typed structs, every fault of a file at once, each with its line where the line can be known."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opskit.errors import Fault, InvalidFile

T = TypeVar("T")


def read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile([Fault(path, _line_in(str(error)), str(error))], f"mend {path}") from error
    except UnicodeDecodeError as error:
        raise InvalidFile([Fault(path, 0, "is not UTF-8 text")], f"save {path} as UTF-8") from error
    except OSError as error:
        raise InvalidFile([Fault(path, 0, f"cannot be read: {error.strerror}")], "name another file") from error


def convert(path: Path, value: Any, kind: type[T], key: str, faults: list[Fault]) -> T | None:
    """One item of a file; its fault is added to `faults` and None given, so that the others are still looked at."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        faults.append(Fault(path, line_of(path, key), f"{key}: {error}"))
        return None


def line_of(path: Path, key: str) -> int:
    """The line of the table [key], of an item with id = "key", or of `key =`; 0 when none is found."""
    wanted = (f"[{key}]", f"[{key}.", f'id = "{key}"', f"{key} =", f'"{key}" =')
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip().startswith(wanted):
            return number
    return 0


def _line_in(message: str) -> int:
    words = message.replace(",", " ").replace(")", " ").split()
    return int(words[words.index("line") + 1]) if "line" in words else 0
