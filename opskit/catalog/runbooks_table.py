"""[runbooks] of opskit.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog import toml_file
from opskit.errors import Fault


class _Runbooks(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str = ""
    waivers: str = ""


def folder_and_waivers(
    table: Any, origin: Mapping[str, str], home: Path, faults: list[Fault]
) -> tuple[Path | None, Path | None]:
    """The folder, and the file of waivers; each is relative to the file that says it, none where none does."""
    given = toml_file.convert(home, table, _Runbooks, "runbooks", faults) or _Runbooks()
    path, waivers = (
        (Path(origin[f"runbooks.{key}"]).parent / Path(said).expanduser()).absolute() if said else None
        for key, said in (("path", given.path), ("waivers", given.waivers))
    )
    return path, waivers
