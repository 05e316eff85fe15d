"""waivers.toml: the exceptions to checklists that persons have decided, one table [[waiver]] each. The file is for
review; who stands behind an entry is told by the ledger alone."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from opskit.catalog import toml_file
from opskit.catalog.toml_lines import Blocks
from opskit.core.waiver import Waiver
from opskit.errors import Fault, InvalidFile
from opskit.value import Value, replace

_HEADER = "[[waiver]]"
_TOP = "# Exceptions to the checklists. Written by `opskit checklist waive`; an entry typed by hand has no effect.\n"
Text = Annotated[str, Meta(min_length=1)]


class _Waiver(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    runbook: Text
    item: Text
    environment: Text
    reason: Text
    by: Text
    expires: Annotated[datetime, Meta(tz=True)]
    finding: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    approved_by: str = ""
    ticket: str = ""

    def noun(self) -> Waiver:
        return Waiver(**msgspec.structs.asdict(self))


class Written(Value):
    """An entry, and the line it begins on (0 when it has none of its own)."""

    waiver: Waiver
    line: int


def load(path: Path) -> tuple[Waiver, ...]:
    """None without the file. InvalidFile lists all that is wrong with it."""
    return tuple(each.waiver for each in read(path))


def read(path: Path) -> list[Written]:
    if not path.exists():
        return []
    faults: list[Fault] = []
    document = toml_file.read(path)
    unknown = sorted(document.keys() - {"waiver"})
    faults += [Fault(path, toml_file.line_of(path, key), f"unknown table or key {key!r}") for key in unknown]
    tables = document.get("waiver", [])
    if not isinstance(tables, list):
        faults.append(Fault(path, toml_file.line_of(path, "waiver"), f"waiver is no list: write {_HEADER}"))
        tables = []
    lines = Blocks(path, _HEADER)
    found = [each for place, table in enumerate(tables) if (each := _read(path, lines, place, table, faults))]
    if faults:
        raise InvalidFile(faults, f"mend {path}")
    return found


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else _TOP


def with_entry(path: Path, waiver: Waiver) -> str:
    """The text of the file with one entry more."""
    before = text_of(path).rstrip()
    return f"{before}\n\n{entry(waiver)}" if before else entry(waiver)


def with_second(path: Path, key: str, login: str) -> str:
    """The text of the file with who else agreed to the entry of this key; as it is where no line of its own can be
    given to that."""
    text, there = text_of(path), read(path)
    place = next((place for place, each in enumerate(there) if each.waiver.key == key), None)
    if place is None:
        return text
    made = _with_line(text, Blocks(path, _HEADER), place, _line("approved_by", _quoted(login)))
    wanted = [each.waiver if at != place else replace(each.waiver, approved_by=login) for at, each in enumerate(there)]
    return made if _says(made, wanted) else text


def entry(waiver: Waiver) -> str:
    at = waiver.expires.astimezone(UTC).replace(tzinfo=None)
    given = {
        "runbook": _quoted(waiver.runbook), "item": _quoted(waiver.item), "environment": _quoted(waiver.environment),
        "reason": _quoted(waiver.reason), "by": _quoted(waiver.by), "expires": f"{at.isoformat()}Z",
        "finding": _quoted(waiver.finding), "approved_by": _quoted(waiver.approved_by) if waiver.approved_by else "",
        "ticket": _quoted(waiver.ticket) if waiver.ticket else "",
    }  # fmt: skip
    return "".join([f"{_HEADER}\n", *(_line(*each) for each in given.items() if each[1])])


def _line(key: str, value: str) -> str:
    return f"{key:<11} = {value}\n"


def _read(path: Path, lines: Blocks, place: int, table: Any, faults: list[Fault]) -> Written | None:
    try:
        return Written(msgspec.convert(table, _Waiver).noun(), lines.line(place))
    except msgspec.ValidationError as error:
        of = f" of {table['item']}" if isinstance(table, dict) and isinstance(table.get("item"), str) else ""
        faults.append(Fault(path, lines.line(place, str(error)), f"waiver{of}: {error}"))
        return None


def _with_line(text: str, lines: Blocks, place: int, line: str) -> str:
    """After the one that says `by`, or instead of one that there is."""
    split = text.splitlines(keepends=True)
    first, by, there = (lines.line(place, name) for name in ("", "`by`", "`approved_by`"))
    if there > first:
        return "".join([*split[: there - 1], line, *split[there:]])
    return "".join([*split[:by], line, *split[by:]])


def _says(text: str, wanted: Sequence[Waiver]) -> bool:
    try:
        tables = tomllib.loads(text).get("waiver", [])
        return [msgspec.convert(table, _Waiver).noun() for table in tables] == list(wanted)
    except (msgspec.ValidationError, ValueError):
        return False


def _quoted(text: str) -> str:
    """A basic string of TOML: as JSON writes it, and the one control character that JSON lets pass."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
