"""The table [apply] of opskit.toml: what an apply or a rollback may take of time, and of the servers around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from opskit.catalog import toml_file, toml_lines
from opskit.core import duration
from opskit.core.budget import Budget
from opskit.core.throttle import Limits
from opskit.errors import Fault

_Some = Annotated[int, msgspec.Meta(ge=1)]
_SomeOrNone = Annotated[int, msgspec.Meta(ge=0)]
_Percent = Annotated[int, msgspec.Meta(ge=0, le=99)]
# What each key is written as; a length of time is text.
_KINDS: Mapping[str, Any] = {
    "attempts": _Some,
    "patience": str,
    "deadline": str,
    "jobs": _Some,
    "max_replica_lag": str,
    "max_archive_backlog": _SomeOrNone,
    "min_free_disk": _Percent,
}
# An apply that may take no time at all can never do anything.
_NOT_NONE = ("deadline",)
_YEAR_S = 365 * 86400


def budget_and_limits(
    table: Mapping[str, Any], origin: Mapping[str, str], faults: list[Fault]
) -> tuple[Budget, Limits]:
    """Every key by itself, as they may come from several files; the default stands in for one with a fault."""
    given = {key: _value(Path(origin[f"apply.{key}"]), key, value, faults) for key, value in table.items()}
    found = {key: value for key, value in given.items() if value is not None}
    budget, limits = Budget(), Limits()
    return (
        Budget(
            attempts=found.get("attempts", budget.attempts),
            patience_s=found.get("patience", budget.patience_s),
            deadline_s=found.get("deadline", budget.deadline_s),
            jobs=found.get("jobs", budget.jobs),
        ),
        Limits(
            replica_lag_s=found.get("max_replica_lag", limits.replica_lag_s),
            archive_backlog=found.get("max_archive_backlog", limits.archive_backlog),
            min_free_pct=found.get("min_free_disk", limits.min_free_pct),
        ),
    )


def _value(path: Path, key: str, value: Any, faults: list[Fault]) -> Any:
    """A number, or seconds; None after a fault."""
    try:
        if key not in _KINDS:
            raise ValueError(f"unknown key; known are {', '.join(_KINDS)}")
        checked = msgspec.convert(value, _KINDS[key])
        return checked if not isinstance(checked, str) else _seconds(key, checked)
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        faults.append(Fault(path, _line(path, key), f"apply.{key}: {error}"))
        return None


def _seconds(key: str, text: str) -> float:
    seconds = duration.parse(text).total_seconds()
    if not seconds and key in _NOT_NONE:
        raise ValueError("nothing can be done in no time")
    if seconds > _YEAR_S:
        raise ValueError(f"{text!r} is more than a year")
    return seconds


def _line(path: Path, key: str) -> int:
    """Of the key in the table; of an inline table where it is one, or of `apply.key = …`."""
    in_table = toml_lines.Blocks(path, "[apply]").line(0, f"`{key}`")
    return in_table or toml_file.line_of(path, f"apply.{key}") or toml_file.line_of(path, "apply")
