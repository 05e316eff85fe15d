"""docs/man/opskit.1, from the program. It is read by `man ./docs/man/opskit.1`.

python docs/make_man.py           write docs/man/opskit.1
python docs/make_man.py --check   exit 1 when docs/man/opskit.1 says something else than the program
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from told import Told, commands, common, exit_codes

from opskit import __version__

DOCUMENT = Path(__file__).parent / "man" / "opskit.1"
NAME = "opskit - the deploy window of a PostgreSQL database as idempotent, dry-runnable, tracked steps"
DESCRIPTION = (
    "opskit plans a migration, applies it without stopping the application, verifies that its indexes are there and"
    " used, checks health and bloat, compares environments, takes everything back during an incident, and hands over"
    " a readiness report that shows its evidence. A changing command shows its plan and asks; a protected environment"
    " wants its name typed. The answer goes to the standard output, all else to the standard error.",
    "Connections go through libpq: services, the variables PG* and ~/.pgpass. opskit keeps no password and takes none"
    " on the command line.",
)
ENVIRONMENT = (
    ("OPSKIT_ENV", "the environment to work on, where no -e names one"),
    ("NO_COLOR, FORCE_COLOR, TERM", "whether there is colour, where no --color says so"),
    ("COLUMNS", "how wide a page is that is no terminal's"),
    ("PGSERVICEFILE, PGPASSFILE, PGHOST, ...", "as libpq reads them"),
)
FILES = (
    ("opskit.toml", "environments and all else, in the working directory or one above it"),
    ("waivers.toml", "exceptions to checklists, beside it"),
    ("~/.config/opskit/opskit.toml", "what the project's file does not say"),
    ("/etc/opskit/opskit.toml", "what neither of them says"),
    ("~/.local/state/opskit/ledger.sqlite", "the ledger, where [ledger] names no other place"),
)


def document(told: Sequence[Told]) -> str:
    lines = [
        '.\\" Written by docs/make_man.py; do not edit it by hand.',
        f'.TH OPSKIT 1 "" "opskit {__version__}" "User Commands"',
        ".SH NAME", _text(NAME),
        ".SH SYNOPSIS", ".B opskit", ".I COMMAND", _text("[OPTIONS] [ARGUMENT]..."),
        ".SH DESCRIPTION", *_paragraphs(DESCRIPTION),
    ]  # fmt: skip
    for section, some in groupby(told, key=lambda each: each.section):
        lines.append(f'.SH "{section.upper()} COMMANDS"')
        lines += [line for each in some for line in _command(each)]
    lines += [
        '.SH "OPTIONS OF EVERY COMMAND"', _text("-e and --dsn belong to the commands that work on a database."),
        *_listed(common()), *_listed([("-h, --help", "what there is, with examples")]),
        '.SH "EXIT STATUS"', _text("Every status but 0, 8, 70, 130 and 143 promises that nothing was changed."),
        *_listed(exit_codes()),
        ".SH ENVIRONMENT", *_listed(ENVIRONMENT),
        ".SH FILES", *_listed(FILES),
        '.SH "SEE ALSO"', ".BR psql (1),", ".BR pgbench (1),", ".BR pg_dump (1)",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _command(told: Told) -> Iterator[str]:
    yield f'.SS "{_text(f"opskit {told.words}")}"'
    yield f".B {_text(f'opskit {told.words}')}"
    yield _text(told.arguments)
    yield ".PP"
    yield _text(told.sentence + (f" The same as opskit {told.short}." if told.short else ""))
    more = [each for each in told.forms if each not in ("table", "json", "markdown", "html")]
    if more:
        yield from (".PP", _text(f"Also drawn as {', '.join(more)} (-o)."))
    yield from _listed(told.options)
    yield from (".PP", "Examples:", ".PP", ".nf", ".RS 4")
    yield from map(_text, told.examples)
    yield from (".RE", ".fi")


def _listed(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield from (".TP", f".B {_text(name)}", _text(text))


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield from ([".PP"] if number else [])
        yield _text(text)


def _text(text: str) -> str:
    """As roff prints it: nothing of it is a request, a quote or an escape."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    spelled = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in plain)
    return f"\\&{spelled}" if spelled.startswith((".", "'")) else spelled


def main(words: Sequence[str]) -> None:
    wanted = document(commands())
    if "--check" not in words:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(wanted, encoding="ascii")
    elif not DOCUMENT.is_file() or DOCUMENT.read_text("ascii") != wanted:
        sys.exit("docs/man/opskit.1 does not say what the program says\nnext: python docs/make_man.py")


if __name__ == "__main__":
    main(sys.argv[1:])
