"""Limits a person set under [thresholds] of opskit.toml, as "<check or command>.<name>", against their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from opskit.catalog import toml_file
from opskit.catalog.configuration import Settings
from opskit.errors import Fault, InvalidFile

T = TypeVar("T", str, int, float, bool, str | int | float | bool)


def threshold(settings: Settings, key: str, default: T) -> T:
    """The value that was set, else the default. InvalidFile when it is of another kind than the default."""
    value: Any = given(settings).get(key, default)
    if _kind(value) != _kind(default):
        raise refused(settings, key, f"{value!r} is no {_kind(default)}")
    return value  # type: ignore[no-any-return]


def given(settings: Settings) -> Mapping[str, Any]:
    """Whatever was set; `bloat.min_bytes = 1` without quotes, which TOML reads as a table, means the same."""
    flat: dict[str, Any] = {}
    for key, value in settings.thresholds.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            flat[key] = value
    return flat


def refused(settings: Settings, key: str, text: str) -> InvalidFile:
    path = Path(settings.origin.get(f"thresholds.{key}") or settings.origin[f"thresholds.{key.partition('.')[0]}"])
    line = toml_file.line_of(path, key) or toml_file.line_of(path, "thresholds")
    return InvalidFile(
        [Fault(path, line, f"thresholds: {key}: {text}")], f"mend {path}; opskit check explain names them"
    )


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    return "number" if isinstance(value, (int, float)) else "text" if isinstance(value, str) else "value"
