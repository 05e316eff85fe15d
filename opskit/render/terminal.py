"""Blocks -> plain text for a terminal or a pipe. The only importer of tabulate."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import tabulate

from opskit.core.secret import redact
from opskit.render.blocks import Block, Bullets, Code, Facts, Heading, Line, Table, Verbatim
from opskit.render.hostile import one_line, visible

# tabulate widens every column to its header and two more, which no width given to it takes into account.
tabulate.MIN_PADDING = 0

_COLOURS = {
    "PASS": "32", "OK": "32", "DONE": "32", "USED": "32", "READY": "32",
    "FAIL": "31", "CRITICAL": "31", "MISSING": "31", "INVALID": "31", "NOT READY": "31", "BLOCKED": "31",
    "WARNING": "33", "INCONCLUSIVE": "33", "PENDING": "33", "NOT PROVEN": "33", "UNUSED": "33",
}  # fmt: skip
_STATUS_COLUMNS = {"status", "state", "use", "verdict", "outcome", "result"}


def draw(blocks: Sequence[Block], width: int, colour: bool) -> str:
    return redact("\n".join(_draw(block, width, colour) for block in blocks))


def paint(word: str, colour: bool) -> str:
    """A status word, in its colour when colours are wanted."""
    code = _COLOURS.get(word.upper(), "")
    return f"\033[{code}m{word}\033[0m" if colour and code else word


def _draw(block: Block, width: int, colour: bool) -> str:
    match block:
        case Heading(text):
            return f"\n{one_line(text)}\n{'-' * min(len(one_line(text)), width)}"
        case Line(text, status):
            return _line(text, status, width, colour)
        case Facts(pairs):
            longest = max((len(name) for name in pairs), default=0)
            return "\n".join(f"{name:<{longest}}  {one_line(value)}" for name, value in pairs.items())
        case Bullets(items):
            return "\n".join(_wrapped(one_line(item), width, "- ", "  ") for item in items)
        case Code(text):
            return textwrap.indent(visible(text), "    ")
        case Verbatim(text):
            return text
        case Table():
            return _table(block, width, colour)


def _line(text: str, status: str, width: int, colour: bool) -> str:
    lead = f"{status.upper()}  " if status else ""
    wrapped = _wrapped(lead + one_line(text), width, "", " " * len(lead))
    return wrapped.replace(status.upper(), paint(status.upper(), colour), 1) if status else wrapped


def _wrapped(text: str, width: int, first: str, following: str) -> str:
    """Lines of `width`; a name longer than that stays whole."""
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    )


def _table(table: Table, width: int, colour: bool) -> str:
    """Cells wrap to fit the width; the widest column gives way first. Names are broken over lines, never cut."""
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    limits = _column_limits([list(table.columns), *rows], width)
    painted = [colour and column in _STATUS_COLUMNS for column in table.columns]
    folded = [[_cell(*each) for each in zip(row, limits, painted, strict=True)] for row in rows]
    aligned = ["right" if column in table.numeric else "left" for column in table.columns]
    align = aligned if rows else None
    return tabulate.tabulate(folded, list(table.columns), tablefmt="simple", disable_numparse=True, colalign=align)


def _cell(text: str, limit: int, painted: bool) -> str:
    return "\n".join(paint(part, painted) for part in textwrap.wrap(text, limit, break_on_hyphens=False))


def _column_limits(rows: list[list[str]], width: int) -> list[int]:
    limits = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    room = width - 2 * (len(limits) - 1)
    while sum(limits) > room and max(limits) > 12:
        limits[limits.index(max(limits))] -= 1
    return [max(limit, 1) for limit in limits]
