"""[fleet] of opskit.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from opskit.catalog import toml_file
from opskit.core import duration
from opskit.core.fleet import FleetWays
from opskit.errors import Fault

# Below it a busy machine would be taken for a lost one.
_LEAST_S = 2


class FleetTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str = ""
    by: Literal["threads", "workers"] = "threads"
    lost_after: str = "30s"


def fleet_ways(table: dict[str, Any], path: Path, faults: list[Fault]) -> FleetWays:
    """Faults of the shape are those that its path is read with."""
    try:
        given = msgspec.convert(table, FleetTable)
    except msgspec.ValidationError:
        return FleetWays()
    try:
        lost_after_s = duration.parse(given.lost_after).total_seconds()
    except ValueError as error:
        faults.append(Fault(path, toml_file.line_of(path, "lost_after"), f"fleet.lost_after: {error}"))
        return FleetWays()
    if lost_after_s < _LEAST_S:
        text = f"fleet.lost_after: at least {_LEAST_S}s, or a busy worker would be taken for a lost one"
        faults.append(Fault(path, toml_file.line_of(path, "lost_after"), text))
    return FleetWays(given.by, lost_after_s)
