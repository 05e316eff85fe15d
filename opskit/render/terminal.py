"""Blocks -> plain text for a terminal or a pipe. The only importer of tabulate."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from opskit.core.secret import redact
from opskit.render.blocks import Block, Bullets, Code, Facts, Grouped, Heading, Line, Table, Verbatim
from opskit.render.colours import STATUS_COLUMNS, paint
from opskit.render.grouped import grouped
from opskit.render.hostile import one_line, visible


def draw(blocks: Sequence[Block], width: int, colour: bool) -> str:
    return redact("\n".join(_draw(block, width, colour) for block in blocks))


def _draw(block: Block, width: int, colour: bool) -> str:
    match block:
        case Heading(text):
            return f"\n{one_line(text)}\n{'-' * min(len(one_line(text)), width)}"
        case Line(text, status):
            return _line(text, status, width, colour)
        case Facts(pairs):
            return _facts(pairs, width)
        case Bullets(items):
            return "\n".join(_wrapped(one_line(item), width, "- ", "  ") for item in items)
        case Code(text):
            return textwrap.indent(visible(text), "    ")
        case Verbatim(text):
            return text
        case Table():
            return _table(block, width, colour)
        case Grouped():
            return grouped(block, width, colour)


def _line(text: str, status: str, width: int, colour: bool) -> str:
    lead = f"{status.upper()}  " if status else ""
    wrapped = _wrapped(lead + one_line(text), width, "", " " * len(lead))
    return wrapped.replace(status.upper(), paint(status.upper(), colour), 1) if status else wrapped


def _facts(pairs: Mapping[str, str], width: int) -> str:
    longest = max((len(name) for name in pairs), default=0)
    names = [f"{name:<{longest}}  " for name in pairs]
    texts = [one_line(value) for value in pairs.values()]
    lines = [_wrapped(text, width, name, " " * len(name)) or name for name, text in zip(names, texts, strict=True)]
    return "\n".join(lines)


def _wrapped(text: str, width: int, first: str, following: str) -> str:
    """Lines of `width`; a name longer than that stays whole."""
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    )


def _table(table: Table, width: int, colour: bool) -> str:
    """Cells wrap to fit the width; the widest column gives way first. Names are broken over lines, never cut."""
    import tabulate

    # It widens every column to its header and two more, which no width given to it takes into account.
    tabulate.MIN_PADDING = 0
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    limits = _column_limits([list(table.columns), *rows], width)
    painted = [colour and column in STATUS_COLUMNS for column in table.columns]
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
