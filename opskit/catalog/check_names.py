"""The names of the checks there are, for whoever needs no more of them. `own` is the folder with checks of one's own
(opskit.toml, [checks] path); None when there is none."""

from __future__ import annotations

from pathlib import Path

from opskit.catalog.resources import folder
from opskit.errors import Fault, InvalidFile


def slugs(own: Path | None = None) -> list[str]:
    """InvalidFile when one's own check has the name of a packaged one: which of the two ran would be a guess."""
    shipped, mine = _slugs(packaged()), _slugs(own) if own and not _is_packaged(own) else []
    faults = [
        Fault(own / f"{slug}.sql", 0, f"a packaged check is named {slug} too")
        for slug in mine
        if own and slug in shipped
    ]
    if faults:
        raise InvalidFile(faults, "give it another name; [[ignore]] in opskit.toml quiets the packaged one")
    return sorted([*shipped, *mine])


def packaged() -> Path:
    return folder("sql") / "checks"


def _is_packaged(own: Path) -> bool:
    """In a checkout of opskit itself the two may be one."""
    return own.is_dir() and own.samefile(packaged())


def _slugs(directory: Path) -> list[str]:
    return sorted(path.stem for path in directory.glob("*.sql") if "." not in path.stem)
