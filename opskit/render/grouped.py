"""A table in parts, for a terminal. One column gives way to the width; names stand whole."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from opskit.render.blocks import Grouped
from opskit.render.colours import STATUS_COLUMNS, paint
from opskit.render.hostile import one_line

NARROWEST = 12


def grouped(table: Grouped, width: int, colour: bool) -> str:
    groups = [(one_line(title), [[one_line(cell) for cell in row] for row in rows]) for title, rows in table.groups]
    widths = _widths(table, [list(table.columns), *(row for _, rows in groups for row in rows)], width)
    painted = [colour and column in STATUS_COLUMNS for column in table.columns]
    lines = [_row(table.columns, widths, [False] * len(widths)), "  ".join("-" * each for each in widths)]
    for place, (title, rows) in enumerate(groups):
        lines += [*([""] if place else []), title, *(_row(row, widths, painted) for row in rows)]
    return "\n".join(lines)


def _widths(table: Grouped, rows: Sequence[Sequence[str]], width: int) -> list[int]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    flowing = table.columns.index(table.flows)
    room = width - 2 * (len(widths) - 1) - sum(widths) + widths[flowing]
    widths[flowing] = min(widths[flowing], max(NARROWEST, room))
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], painted: Sequence[bool]) -> str:
    """As many lines as its longest text takes."""
    texts = [textwrap.wrap(cell, width, break_on_hyphens=False) for cell, width in zip(cells, widths, strict=True)]
    lines = zip_longest(*texts, fillvalue="")
    return "\n".join("  ".join(map(_cell, line, widths, painted)).rstrip() for line in lines)


def _cell(text: str, width: int, painted: bool) -> str:
    return paint(text, painted) + " " * (width - len(text))
