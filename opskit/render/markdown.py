"""Blocks -> Markdown that GitHub renders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opskit.core.secret import redact
from opskit.render.blocks import Block, Bullets, Code, Facts, Grouped, Heading, Line, Table, Verbatim, apart
from opskit.render.hostile import one_line, visible

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>|#~$&"})
# What would begin a list or an underline at the beginning of a line.
_LEADING = re.compile(r"^(?:[-+=](?=[-=\s]|$)|\d{1,9}(?=[.)](?:\s|$)))")
# GitHub makes links of addresses, and tells whoever is mentioned.
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")


def draw(blocks: Sequence[Block]) -> str:
    return redact("\n\n".join(_draw(block) for block in apart(blocks)))


def escape(text: str) -> str:
    """As text that stays text, in a paragraph, a list and the cell of a table."""
    plain = _LEADING.sub(_led, one_line(text).translate(_SPECIAL))
    return _MENTION.sub("@<!-- -->", _ADDRESS.sub(r"\\\g<0>", plain))


def code(text: str) -> str:
    """In a line or a cell of a table; what backquotes cannot hold there is escaped instead."""
    line = one_line(text)
    return f"<code>{escape(line)}</code>" if set(line) & set("`|\\") else f"`{line}`" if line else ""


def fenced(language: str, text: str) -> str:
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _led(found: re.Match[str]) -> str:
    """A number is followed by the backslash, for digits cannot be escaped."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _draw(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {escape(text)}"
        case Line(text, status):
            return f"**{escape(status.upper())}** {escape(text)}" if status else escape(text)
        case Facts(pairs):
            return "\n".join(f"- {escape(name)}: {escape(value)}" for name, value in pairs.items())
        case Bullets(items):
            return "\n".join(f"- {escape(item)}" for item in items)
        case Code(text):
            return fenced("sql", visible(text))
        case Verbatim(text):
            return fenced("json", text)
        case Table():
            return _table(block)
        case Grouped():
            return draw([block])


def _table(table: Table) -> str:
    rules = ["---:" if column in table.numeric else "---" for column in table.columns]
    rows = [[escape(cell) for cell in row] for row in ([*map(str, table.columns)], *table.rows)]
    lines = [rows[0], rules, *rows[1:]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
