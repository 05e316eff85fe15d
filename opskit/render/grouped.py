"""A table in parts, for a terminal. Names stand whole: one column gives way, and where it would be too narrow to be
read, its texts stand below their rows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from opskit.render.blocks import Grouped
from opskit.render.colours import STATUS_COLUMNS, paint
from opskit.render.hostile import one_line
from opskit.value import replace

NARROWEST = 24
Rows = Sequence[Sequence[str]]


def grouped(table: Grouped, width: int, colour: bool) -> str:
    groups = [(one_line(title), [[one_line(cell) for cell in row] for row in rows]) for title, rows in table.groups]
    place = table.columns.index(table.flows)
    widths = _widths([table.columns, *(row for _, rows in groups for row in rows)])
    room = width - 2 * (len(widths) - 1) - sum(widths) + widths[place]
    if room < min(NARROWEST, widths[place]):
        return _below(replace(table, groups=groups), place, width, colour)
    widths[place] = min(widths[place], room)
    return _drawn(table.columns, groups, widths, colour)


def _below(table: Grouped, place: int, width: int, colour: bool) -> str:
    """Each text in a line of its own, from the second column on."""
    columns = [name for name in table.columns if name != table.flows]
    without = [[[*row[:place], *row[place + 1 :]] for row in rows] for _, rows in table.groups]
    widths = _widths([columns, *(row for rows in without for row in rows)])
    lead = " " * (widths[0] + 2)
    texts = [[textwrap.fill(row[place], width, initial_indent=lead, subsequent_indent=lead) for row in rows]
             for _, rows in table.groups]  # fmt: skip
    titles = [title for title, _ in table.groups]
    return _drawn(columns, list(zip(titles, without, strict=True)), widths, colour, texts)


def _widths(rows: Rows) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _drawn(
    columns: Sequence[str],
    groups: Sequence[tuple[str, Rows]],
    widths: Sequence[int],
    colour: bool,
    below: Sequence[Sequence[str]] = (),
) -> str:
    painted = [colour and column in STATUS_COLUMNS for column in columns]
    lines = [_row(columns, widths, [False] * len(widths)), "  ".join("-" * each for each in widths)]
    for number, (title, rows) in enumerate(groups):
        lines += [*([""] if number else []), title]
        for place, row in enumerate(rows):
            lines += [_row(row, widths, painted), *([below[number][place]] if below else [])]
    return "\n".join(lines)


def _row(cells: Sequence[str], widths: Sequence[int], painted: Sequence[bool]) -> str:
    """As many lines as its longest text takes."""
    texts = [textwrap.wrap(cell, width, break_on_hyphens=False) for cell, width in zip(cells, widths, strict=True)]
    lines = zip_longest(*texts, fillvalue="")
    return "\n".join("  ".join(map(_cell, line, widths, painted)).rstrip() for line in lines)


def _cell(text: str, width: int, painted: bool) -> str:
    return paint(text, painted) + " " * (width - len(text))
