"""docs/man, from the program: opskit.1 for the whole, and a page for each command and each group of commands.
`man ./docs/man/opskit.1` reads one.

python docs/make_man.py           write docs/man
python docs/make_man.py --check   exit 1 when docs/man says something else than the program
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from told import Told, ToldGroup, commands, common, exit_codes, groups

from opskit import __version__

FOLDER = Path(__file__).parent / "man"
NAME = "opskit - the deploy window of a PostgreSQL database as idempotent, dry-runnable, tracked steps"
DESCRIPTION = (
    "opskit plans a migration, applies it without stopping the application, verifies that its indexes are there and"
    " used, checks health and bloat, compares environments, takes everything back during an incident, and hands over"
    " a readiness report that shows its evidence. A changing command shows its plan and asks; a protected environment"
    " wants its name typed. The answer goes to the standard output, all else to the standard error.",
    "Connections go through libpq: services, the variables PG* and ~/.pgpass. opskit keeps no password and takes none"
    " on the command line.",
    "Each command has a page of its own, called as the command is with dashes for the spaces.",
)
NOTHING_CHANGED = "Every status but 0, 8, 70, 130 and 143 promises that nothing was changed."
HELP = ("-h, --help", "what there is, with examples")
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


def pages(told: Sequence[Told], grouped: Sequence[ToldGroup]) -> dict[str, str]:
    """The text of each file, by its name."""
    texts = {"opskit": _overview(told, [_dashed(each.words) for each in grouped])}
    texts |= {page_of(each): _page(each, told) for each in told}
    texts |= {_dashed(each.words): _group(each, told) for each in grouped}
    return {f"{name}.1": "\n".join(lines) + "\n" for name, lines in texts.items()}


def page_of(told: Told) -> str:
    """`opskit check run` is found as what is mostly typed for it: opskit-check."""
    return _dashed(told.short or told.words)


def _overview(told: Sequence[Told], more: Sequence[str]) -> list[str]:
    lines = [
        *_head("opskit"),
        ".SH NAME", _text(NAME),
        ".SH SYNOPSIS", ".B opskit", ".I COMMAND", _text("[OPTIONS] [ARGUMENT]..."),
        ".SH DESCRIPTION", *_paragraphs(DESCRIPTION),
    ]  # fmt: skip
    for section, some in groupby(told, key=lambda each: each.section):
        lines.append(f'.SH "{section.upper()} COMMANDS"')
        lines += _listed([(f"opskit {each.words} {each.arguments}", _whole(each)) for each in some])
    return [
        *lines,
        '.SH "OPTIONS OF EVERY COMMAND"', _text("-e and --dsn belong to the commands that work on a database."),
        *_listed([*common(), HELP]),
        '.SH "EXIT STATUS"', _text(NOTHING_CHANGED), *_listed(exit_codes()),
        ".SH ENVIRONMENT", *_listed(ENVIRONMENT),
        ".SH FILES", *_listed(FILES),
        '.SH "SEE ALSO"', *_references([*sorted({*map(page_of, told), *more}), "psql", "pgbench", "pg_dump"]),
    ]  # fmt: skip


def _page(each: Told, told: Sequence[Told]) -> list[str]:
    typed = [each.short, each.words] if each.short else [each.words]
    nagios = ["With -o nagios it is that of a plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN."]
    return [
        *_head(page_of(each)),
        ".SH NAME", f"{', '.join(_text(_dashed(words)) for words in typed)} \\- {_text(_clause(each.sentence))}",
        ".SH SYNOPSIS", *_synopsis(typed, each.arguments),
        ".SH DESCRIPTION", _text(each.sentence), *([] if each.connects else _elsewhere()),
        ".SH OPTIONS", *_listed([*each.options, *each.usual, HELP]),
        '.SH "EXIT STATUS"', *_paragraphs([NOTHING_CHANGED, *(nagios if "nagios" in each.forms else ())]),
        *_listed(exit_codes()),
        ".SH EXAMPLES", ".nf", *map(_text, each.examples), ".fi",
        '.SH "SEE ALSO"', *_references(["opskit", *_beside(each, told)]),
    ]  # fmt: skip


def _group(group: ToldGroup, told: Sequence[Told]) -> list[str]:
    below = [each for each in told if each.words.startswith(f"{group.words} ")]
    return [
        *_head(_dashed(group.words)),
        ".SH NAME", f"{_text(_dashed(group.words))} \\- {_text(_clause(group.sentence))}",
        ".SH SYNOPSIS", f".B {_text(f'opskit {group.words}')}", ".I COMMAND", _text("[OPTIONS] [ARGUMENT]..."),
        ".SH DESCRIPTION", _text(group.sentence),
        ".SH COMMANDS", *_listed([(f"opskit {each.words} {each.arguments}", each.sentence) for each in below]),
        '.SH "SEE ALSO"', *_references(["opskit", *map(page_of, below)]),
    ]  # fmt: skip


def _head(name: str) -> Iterator[str]:
    yield '.\\" Written by docs/make_man.py; do not edit it by hand.'
    yield f'.TH {_text(name.upper())} 1 "" "opskit {__version__}" "User Commands"'


def _dashed(words: str) -> str:
    return "-".join(["opskit", *words.split()])


def _whole(each: Told) -> str:
    return each.sentence + (f" The same as opskit {each.short}." if each.short else "")


def _clause(sentence: str) -> str:
    """As the list of all pages wants it: without a capital and without a period."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _synopsis(typed: Sequence[str], arguments: str) -> Iterator[str]:
    for number, words in enumerate(typed):
        yield from ([".br"] if number else [])
        yield from (f".B {_text(f'opskit {words}')}", _text(arguments))


def _elsewhere() -> Iterator[str]:
    yield from (".PP", _text("It takes neither -e nor --dsn."))


def _beside(each: Told, told: Sequence[Told]) -> Iterator[str]:
    """The pages of its group; of a command that has none, those of its section that are one word."""
    group = each.words.partition(" ")[0] if " " in each.words else ""
    for other in told:
        near = other.words.startswith(f"{group} ") if group else other.section == each.section
        if other != each and near and (group or " " not in (other.short or other.words)):
            yield page_of(other)


def _references(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        yield f".BR {_text(name)} (1){',' if number + 1 < len(names) else ''}"


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


def _undated(page: str) -> str:
    return re.sub(r'^(\.TH \S+ 1) "[^"]*"', r'\1 ""', page, count=1, flags=re.M)


def dated(page: str, before: str) -> str:
    """With the day on which it last came to say something else than the page as it was, `before`; empty for none."""
    if before != page and _undated(before) == page:
        return before
    return page.replace(' 1 "" ', f' 1 "{datetime.now(UTC):%Y-%m-%d}" ', 1)


def written() -> dict[str, str]:
    return {path.name: path.read_text("ascii") for path in FOLDER.glob("*.1")}


def main(words: Sequence[str]) -> None:
    before, wanted = written(), pages(commands(), groups())
    if "--check" in words:
        if {name: _undated(page) for name, page in before.items()} != wanted:
            sys.exit("docs/man does not say what the program says\nnext: python docs/make_man.py")
        return
    FOLDER.mkdir(exist_ok=True)
    for name in before.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, page in wanted.items():
        (FOLDER / name).write_text(dated(page, before.get(name, "")), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
