"""[report] of opskit.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog import toml_file
from opskit.errors import Fault


class _Report(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    claims: str = ""


def claims_path(table: Any, origin: Mapping[str, str], home: Path, faults: list[Fault]) -> Path | None:
    """The file that lists what a document claims, relative to the file that says it; none without one."""
    given = toml_file.convert(home, table, _Report, "report", faults)
    if not given or not given.claims:
        return None
    return (Path(origin["report.claims"]).parent / Path(given.claims).expanduser()).absolute()
