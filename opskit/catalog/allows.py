"""The tables [[allow]] of opskit.toml: differences between environments that a person has decided to live with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog.toml_lines import Blocks
from opskit.core.allow import Allow
from opskit.errors import Fault


class _Allow(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kind: str
    reason: str
    until: date
    object: str = "*"
    part: str = "*"
    between: tuple[str, ...] = ()


def read(path: Path, tables: Sequence[Any], faults: list[Fault]) -> list[Allow]:
    """Those of one file; whether there are such a kind and such environments is not known here."""
    lines = Blocks(path, "[[allow]]")
    found = []
    for place, table in enumerate(tables):
        try:
            given = msgspec.convert(table, _Allow)
            _refuse_unfit(given)
        except (msgspec.ValidationError, ValueError) as error:
            faults.append(Fault(path, lines.line(place, str(error)), f"allow: {error}"))
            continue
        found.append(
            Allow(
                given.kind, given.object, given.part, given.between, given.reason.strip(), given.until, path,
                lines.line(place),
            )
        )  # fmt: skip
    return found


def _refuse_unfit(given: _Allow) -> None:
    for name in ("kind", "object", "part", "reason"):
        if not getattr(given, name).strip():
            raise ValueError(f"`{name}` is empty")
    if given.between and len(set(given.between)) != 2:
        raise ValueError("`between` names two environments")
