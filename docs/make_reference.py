"""docs/reference.md, from the program.

python docs/make_reference.py           write docs/reference.md
python docs/make_reference.py --check   exit 1 when docs/reference.md says something else than the program
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from told import Told, commands, common, exit_codes

from opskit.render.markdown import code, escape

DOCUMENT = Path(__file__).with_name("reference.md")
INTRODUCTION = """\
# Reference

Every command, as its `--help` tells of it. The examples are run by a test.

This file is written by `docs/make_reference.py`; do not edit it by hand.

## Options of every command

`-e` and `--dsn` belong to the commands that work on a database.
"""
EXIT_CODES = """\
## Exit codes

Every code but 0, 8, 70, 130 and 143 promises that this call changed nothing.
"""


def document(told: Sequence[Told]) -> str:
    parts = [INTRODUCTION, _table(("option", "what for"), common()), EXIT_CODES]
    parts.append(_table(("code", "meaning"), exit_codes()))
    for section, some in groupby(told, key=lambda each: each.section):
        parts += [f"## {section}\n", *map(_command, some)]
    return "\n".join(parts)


def _command(told: Told) -> str:
    short = f"The same as {code(f'opskit {told.short}')}.\n" if told.short else ""
    usage = f"**opskit {told.words}** {escape(told.arguments)}\n"
    options = _table(("option", "what for"), told.options) if told.options else ""
    more = [each for each in told.forms if each not in ("table", "json", "markdown", "html")]
    forms = f"Also drawn as {', '.join(more)} (`-o`).\n" if more else ""
    nowhere = "" if told.connects else "Takes neither `-e` nor `--dsn`.\n"
    examples = "\n".join(["```console", *(f"$ {each}" for each in told.examples), "```\n"])
    parts = [
        f"### opskit {told.words}\n",
        f"{escape(told.sentence)}\n",
        usage,
        short,
        options,
        forms,
        nowhere,
        examples,
    ]
    return "\n".join(part for part in parts if part)


def _table(columns: Sequence[str], rows: Sequence[tuple[str, str]]) -> str:
    lines = [f"| {' | '.join(columns)} |", "| --- | --- |", *(f"| {code(a)} | {escape(b)} |" for a, b in rows)]
    return "\n".join(lines) + "\n"


def main(words: Sequence[str]) -> None:
    wanted = document(commands())
    if "--check" not in words:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif not DOCUMENT.is_file() or DOCUMENT.read_text("utf-8") != wanted:
        sys.exit("docs/reference.md does not say what the program says\nnext: python docs/make_reference.py")


if __name__ == "__main__":
    main(sys.argv[1:])
