"""Pages whose fenced blocks are played: what is typed in them, and whether the program answers what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEFT_OUT = "…"
_BLOCK = re.compile(r"(?:<!-- (.+) -->\n)?```(\w+)\n((?:(?!```).*\n)*)```")
_EXIT = re.compile(r"\(exit (\d+)\)\n\Z")


@dataclass(frozen=True)
class Block:
    """`mark` is the comment above it, empty mostly."""

    mark: str
    language: str
    body: str


@dataclass(frozen=True)
class Typed:
    """A command line of a console, what is told of its answer, and its exit code."""

    line: str
    told: str
    code: int


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall(page)]


def typed(console: str) -> Iterator[Typed]:
    for part in console.split("$ ")[1:]:
        line, _, told = part.partition("\n")
        code = _EXIT.search(told)
        yield Typed(line, _EXIT.sub("", told), int(code[1]) if code else 0)


def tells(told: str, answer: str) -> bool:
    """Whether an answer is as it is told. A line `…` is any lines, none too; a `…` within a line the rest of it. Empty
    lines at the end are not told."""
    lines = [
        "(?:.*\n)*?" if line == LEFT_OUT else re.escape(line).replace(re.escape(LEFT_OUT), ".*") + "\n"
        for line in told.splitlines()
    ]
    return re.fullmatch("".join(lines), answer.rstrip("\n") + "\n") is not None
