"""`opskit runbook`: the files themselves, without any environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opskit.app import item_kinds
from opskit.app.waiver_lint import waiver_faults
from opskit.catalog import runbook_schema, runbooks
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.runbook import Runbook
from opskit.errors import Fault, InvalidFile
from opskit.value import Value


class Listed(Value):
    """`faults` counts what is wrong with the file; then it has no title, and no items."""

    name: str
    path: Path
    title: str
    version: str
    items: int
    metrics: int
    faults: int


class Listing(Value):
    runbooks: Sequence[Listed]


def listing(settings: Settings) -> Answer[Listing]:
    return Answer(
        "runbook-list", Listing([_listed(name, path) for name, path in runbooks.names(settings.runbooks).items()])
    )


def lint(settings: Settings, given: Sequence[str]) -> Answer[Listing]:
    """Names or files; all there are without any. InvalidFile with the faults of all of them, and of waivers.toml."""
    paths = [_file(settings, each) for each in given] or list(runbooks.names(settings.runbooks).values())
    faults: list[Fault] = []
    for path in paths:
        try:
            runbooks.load(path, item_kinds.shapes())
        except InvalidFile as error:
            faults += error.faults
    faults += waiver_faults(settings)
    if faults:
        raise InvalidFile(faults, f"mend {faults[0].path}")
    return Answer("runbook-lint", Listing([_listed(path.stem, path) for path in paths]))


def export(settings: Settings, name: str) -> Answer[Runbook]:
    return Answer("runbook-export", runbooks.load(runbooks.find(settings.runbooks, name), item_kinds.shapes()))


def schema() -> Answer[dict[str, Any]]:
    """For editors: the keys that a runbook may have, with those of every type of check and deed."""
    return Answer("runbook-schema", runbook_schema.schema(item_kinds.shapes()))


def _file(settings: Settings, given: str) -> Path:
    return Path(given) if given.endswith(".toml") else runbooks.find(settings.runbooks, given)


def _listed(name: str, path: Path) -> Listed:
    try:
        found = runbooks.load(path, item_kinds.shapes())
    except InvalidFile as error:
        return Listed(name, path, "", "", 0, 0, len(error.faults))
    return Listed(name, path, found.title, found.version, len(found.items), len(found.metrics), 0)
