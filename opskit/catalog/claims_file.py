"""claims.toml -> Claims: what a document says of a database, sentence by sentence, and what would answer each.

source = "DATABASE_ANALYSIS_SUMMARY.md"         the document

[[claim]]
id     = "tables"                               what it is called
text   = "A schema of 12 tables"                in the words of the document
where  = "What We Analyzed, 1"                  where it stands there
answer = { type = "tables", expect = "count == 12" }
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog import toml_file
from opskit.catalog.runbook_file import Slug, Text, strict
from opskit.catalog.toml_lines import Blocks
from opskit.errors import Fault, InvalidFile
from opskit.value import Value

_KEYS = {"source", "claim"}
_KEY = re.compile(r"`[^`]+`")


class Shape(Value):
    """One type of answer: the dataclass of its keys, and what is wrong with them in this folder."""

    asked: type
    faults: Callable[[Any, Path], Sequence[str]]


Shapes = Mapping[str, Callable[[], Shape]]


class _Claim(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Slug
    text: Text
    where: Text
    answer: dict[str, Any]


class Claim(Value):
    """`asked` holds the keys of its answer, in the dataclass of that type."""

    id: str
    text: str
    where: str
    type: str
    asked: object


class Claims(Value):
    """`source` names the document that claims."""

    path: Path
    source: str
    claims: Sequence[Claim]


def load(path: Path, shapes: Shapes) -> Claims:
    """In the order of the file. InvalidFile holds all its faults; what an answer names is looked for beside it."""
    document = toml_file.read(path)
    faults = list(_head(path, document))
    lines, found = Blocks(path, "[[claim]]"), list[Claim]()
    tables = document.get("claim", [])
    for place, table in enumerate(tables if isinstance(tables, list) else []):
        try:
            given = msgspec.convert(table, _Claim)
        except msgspec.ValidationError as error:
            named = table.get("id", "") if isinstance(table, dict) else ""
            faults.append(Fault(path, lines.line(place, str(error)), f"claim {named}: {error}"))
            continue
        wrong, claim = _claim(given, shapes, path.parent)
        if any(each.id == given.id for each in found):
            wrong = [*wrong, "`id` is there twice"]
        faults += [Fault(path, lines.line(place, _inmost(text)), f"claim {given.id}: {text}") for text in wrong]
        found += [claim] if claim else []
    if faults:
        raise InvalidFile(faults, f"mend {path}")
    return Claims(path, document["source"], found)


def _head(path: Path, document: Mapping[str, Any]) -> Iterator[Fault]:
    for key in sorted(document.keys() - _KEYS):
        yield Fault(path, toml_file.line_of(path, key), f"unknown key {key!r}: write source and [[claim]]")
    source = document.get("source", "")
    if not isinstance(source, str) or not source.strip():
        yield Fault(path, toml_file.line_of(path, "source"), "source: name the document that claims")
    if not isinstance(document.get("claim"), list):
        yield Fault(path, toml_file.line_of(path, "claim"), "there is no claim: write [[claim]]")


def _claim(given: _Claim, shapes: Shapes, home: Path) -> tuple[Sequence[str], Claim | None]:
    """What is wrong with its answer, and the claim where it can be made."""
    name = given.answer.get("type")
    if not isinstance(name, str) or name not in shapes:
        return [f"`answer` has the type {name!r}, which is none of {', '.join(shapes)}"], None
    shape = shapes[name]()
    try:
        asked = strict("answer", {key: value for key, value in given.answer.items() if key != "type"}, shape.asked)
    except ValueError as error:
        return [str(error)], None
    return shape.faults(asked, home), Claim(given.id, given.text, given.where, name, asked)


def _inmost(text: str) -> str:
    """A key of the answer that a fault names is where to look; else the answer is, but for what is about the id."""
    return f"{' '.join(reversed(_KEY.findall(text)))} `answer`"
