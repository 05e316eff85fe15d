"""The tables [[ignore]] of opskit.toml: findings of checks that a person has decided to live with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog.toml_lines import Blocks
from opskit.core.ignore import Ignore
from opskit.errors import Fault


class _Ignore(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    check: str
    reason: str
    until: date
    object: str = "*"


def read(path: Path, tables: Sequence[Any], faults: list[Fault]) -> list[Ignore]:
    """Those of one file; whether there is such a check is not known here."""
    lines = Blocks(path, "[[ignore]]")
    found = []
    for place, table in enumerate(tables):
        try:
            given = msgspec.convert(table, _Ignore)
            _refuse_empty(given)
        except (msgspec.ValidationError, ValueError) as error:
            faults.append(Fault(path, lines.line(place, str(error)), f"ignore: {error}"))
            continue
        found.append(Ignore(given.check, given.object, given.reason.strip(), given.until, path, lines.line(place)))
    return found


def _refuse_empty(given: _Ignore) -> None:
    for name in ("check", "object", "reason"):
        if not getattr(given, name).strip():
            raise ValueError(f"`{name}` is empty")
