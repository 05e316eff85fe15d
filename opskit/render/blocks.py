"""What a view says, before it is drawn: a list of blocks that the terminal, Markdown and HTML each draw their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opskit.value import Value, field


class Heading(Value):
    text: str


class Line(Value):
    """A sentence. `status` is a word (PASS, FAIL, …) drawn before it; colour only repeats it."""

    text: str
    status: str = ""


class Facts(Value):
    """Names and values, one a line."""

    pairs: Mapping[str, str] = field(default_factory=dict)


class Bullets(Value):
    items: Sequence[str]


class Code(Value):
    """SQL or a command, as it is."""

    text: str


class Verbatim(Value):
    """Machine-readable text, drawn to the byte; what makes it has taken care of hostile characters."""

    text: str


class Table(Value):
    """`numeric` names the columns set flush right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[str] = ()


class Grouped(Value):
    """One table in parts, each of them below a title of its own; `flows` is the column whose texts are broken over
    lines where there is no room."""

    columns: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]
    flows: str


Block = Heading | Line | Facts | Bullets | Code | Verbatim | Table | Grouped


def apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """The parts of a table as tables, for what draws no parts."""
    for block in blocks:
        if isinstance(block, Grouped):
            for title, rows in block.groups:
                yield from (Heading(title), Table(block.columns, rows))
        else:
            yield block
