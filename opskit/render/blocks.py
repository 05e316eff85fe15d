"""What a view says, before it is drawn: a list of blocks that the terminal, Markdown and HTML each draw their way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Line:
    """A sentence. `status` is a word (PASS, FAIL, …) drawn before it; colour only repeats it."""

    text: str
    status: str = ""


@dataclass(frozen=True)
class Facts:
    """Names and values, one a line."""

    pairs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]


@dataclass(frozen=True)
class Code:
    """SQL or a command, as it is."""

    text: str


@dataclass(frozen=True)
class Verbatim:
    """Machine-readable text, drawn to the byte; what makes it has taken care of hostile characters."""

    text: str


@dataclass(frozen=True)
class Table:
    """`numeric` names the columns set flush right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[str] = ()


Block = Heading | Line | Facts | Bullets | Code | Verbatim | Table
