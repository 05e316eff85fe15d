"""Counters that only grow: what was added between two looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def added(first: Sequence[Row], second: Sequence[Row], key: Sequence[str], counted: Sequence[str]) -> list[Row]:
    """The rows of the second look with the growth of each counted column. A row that is not in the first look, or has
    a counter below what it was (it was reset, or left and came back), began from nothing meanwhile."""
    before = {_key(row, key): row for row in first}
    return [_grown(before.get(_key(row, key)), row, counted) for row in second]


def _key(row: Row, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _grown(old: Row | None, new: Row, counted: Sequence[str]) -> Row:
    if old is None or any(new[name] < old[name] for name in counted):
        return new
    return {**new, **{name: new[name] - old[name] for name in counted}}
