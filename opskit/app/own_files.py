"""The files that a runbook names."""

from __future__ import annotations

from pathlib import Path

from opskit.catalog.resources import folder
from opskit.core.runbook import Runbook
from opskit.errors import Fault, InvalidFile


def refuse_outside(name: str, key: str) -> None:
    """ValueError for a path that leads out of the folder of the runbook."""
    if name.startswith(("/", "~")) or ".." in Path(name).parts:
        raise ValueError(f"`{key}` is a path below the folder of the runbook")


def beside(runbook: Runbook, name: str) -> Path:
    """A path relative to the runbook, else to the packaged `sql` folder, which has those of the packaged runbooks."""
    for home in (runbook.path.parent, folder("sql")):
        if (home / name).exists():
            return home / name
    raise InvalidFile([Fault(runbook.path, 0, f"{name} is not there")], f"put {name} beside {runbook.path}")
