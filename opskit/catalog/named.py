"""The names a shell completes: from local files alone, read without what validates them, so that it is quick. A file
that cannot be read, or says something else than it should, names nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from opskit.catalog.configuration_files import CHECKS, files
from opskit.catalog.resources import folder

# A name that a shell would take for more than a word is not offered: the file may be somebody else's.
_WORD = re.compile(r"[\w.@%+:/][\w.@%+:/-]*")


def environments(start: Path) -> list[str]:
    """Of all opskit.toml together."""
    return _words(name for path in files(start) for name in _table(_document(path), "environments"))


def runbooks(start: Path) -> dict[str, Path]:
    """The packaged ones, and those of one's own, which replace them."""
    folders = [folder("runbooks"), *_own(start, "runbooks")]
    found = {path.stem: path for each in folders for path in sorted(each.glob("*.toml"))}
    return {name: found[name] for name in _words(found)}


def checks(start: Path) -> list[str]:
    beside = [path.parent / CHECKS for path in files(start)]
    folders = [folder("sql") / "checks", *beside, *_own(start, "checks")]
    return _words(path.stem for each in folders for path in each.glob("*.sql") if "." not in path.stem)


def items(runbook: Path) -> list[str]:
    return _ids(_document(runbook).get("item"))


def pauses(runbook: Path) -> list[str]:
    """The phases that have a pause point before them."""
    found = _document(runbook).get("phase")
    listed = found if isinstance(found, list) else []
    return _ids([each for each in listed if isinstance(each, dict) and each.get("pause")])


def gates(runbook: Path) -> list[str]:
    return _words(_table(_document(runbook), "gate"))


def metrics(runbook: Path, gate: str) -> list[str]:
    return _ids(_table(_table(_document(runbook), "gate"), gate).get("metric"))


def _own(start: Path, table: str) -> list[Path]:
    """The folder that [table] path names, relative to the file that says it."""
    found = [(path, _table(_document(path), table).get("path")) for path in files(start)]
    return [path.parent / Path(said).expanduser() for path, said in found if isinstance(said, str)][-1:]


def _document(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _ids(entries: Any) -> list[str]:
    """Of a list of tables, in the order of the file."""
    listed = entries if isinstance(entries, list) else []
    return [str(each["id"]) for each in listed if isinstance(each, dict) and _WORD.fullmatch(str(each.get("id", "")))]


def _words(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if _WORD.fullmatch(name)})
