"""claims.toml -> Claims: what a document says of a database, sentence by sentence, and what would answer each.

source = "DATABASE_ANALYSIS_SUMMARY.md"         the document

[[claim]]
id     = "tables"                               what it is called
text   = "A schema of 12 tables"                in the words of the document
where  = "What We Analyzed, 1"                  where it stands there
answer = { type = "tables", expect = "count == 12" }
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog import toml_file
from opskit.catalog.runbook_file import Slug, Text, strict
from opskit.catalog.toml_lines import Blocks
from opskit.errors import Fault, InvalidFile

_KEYS = {"source", "claim"}


@dataclass(frozen=True)
class Shape:
    """One type of answer: the dataclass of its keys, and what is wrong with them in this folder."""

    asked: type
    faults: Callable[[Any, Path], Sequence[str]]


Shapes = Mapping[str, Callable[[], Shape]]


class _Claim(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Slug
    text: Text
    where: Text
    answer: dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """`asked` holds the keys of its answer, in the dataclass of that type."""

    id: str
    text: str
    where: str
    type: str
    asked: object


@dataclass(frozen=True)
class Claims:
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
            claim = _claim(table, shapes, path.parent)
            _once(claim, found)
            found.append(claim)
        except ValueError as error:
            named = table.get("id", "") if isinstance(table, dict) else ""
            faults.append(Fault(path, lines.line(place, _inmost(str(error))), f"claim {named}: {error}"))
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


def _claim(table: Any, shapes: Shapes, home: Path) -> Claim:
    """ValueError says what is wrong with it; msgspec's is one."""
    given = msgspec.convert(table, _Claim)
    name = given.answer.get("type")
    if not isinstance(name, str) or name not in shapes:
        raise ValueError(f"`answer` has the type {name!r}, which is none of {', '.join(shapes)}")
    shape = shapes[name]()
    asked = strict("answer", {key: value for key, value in given.answer.items() if key != "type"}, shape.asked)
    wrong = shape.faults(asked, home)
    if wrong:
        raise ValueError("; ".join(wrong))
    return Claim(given.id, given.text, given.where, name, asked)


def _once(claim: Claim, found: Sequence[Claim]) -> None:
    if any(each.id == claim.id for each in found):
        raise ValueError(f"`id` {claim.id!r} is there twice")


def _inmost(message: str) -> str:
    """The last key a message names is the one to look at."""
    return message if "`" not in message else message[message.rindex("`", 0, message.rindex("`")) :]
