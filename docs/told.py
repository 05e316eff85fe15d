"""What the program tells of itself, for docs/make_reference.py and docs/make_man.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from opskit.cli.command import SECTIONS, OpskitCommand
from opskit.cli.groups import FolderGroup
from opskit.cli.main import program

README = Path(__file__).parents[1] / "README.md"
# What every command has, and what every command has that works on a database.
COMMON = ("output", "json", "out", "color", "no_input")
CONNECTING = ("env", "dsn")


@dataclass(frozen=True)
class Told:
    """One command. `words` without the program's name; `short` what else may be typed for it, empty mostly; `options`
    are its own, each with its help, `usual` those it shares with others; `forms` what it can be drawn as; `connects`
    where it works on a database."""

    section: str
    words: str
    short: str
    sentence: str
    arguments: str
    options: Sequence[tuple[str, str]]
    usual: Sequence[tuple[str, str]]
    forms: Sequence[str]
    connects: bool
    examples: Sequence[str]


@dataclass(frozen=True)
class ToldGroup:
    """A group of commands of which one has to be named."""

    words: str
    sentence: str


def groups() -> list[ToldGroup]:
    root = program()
    return list(_groups(root, click.Context(root, info_name=root.name), ""))


def commands() -> list[Told]:
    """By section, in the order of the first page of the help."""
    root = program()
    ctx = click.Context(root, info_name=root.name)
    found = [told for name in root.list_commands(ctx) for told in _below(root, ctx, name, "")]
    return sorted(found, key=lambda each: SECTIONS.index(each.section))


def common() -> list[tuple[str, str]]:
    """The options of every command, those of a connection first."""
    root = program()
    ctx = click.Context(root, info_name=root.name)
    plan = root.get_command(ctx, "plan")
    params = plan.params if plan else []
    return _records([each for each in params if each.name in (*CONNECTING, *COMMON)], ctx)


def exit_codes() -> list[tuple[str, str]]:
    """As the README has them, which a test holds against the program."""
    table = README.read_text("utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if re.match(r"\| \d", line)]
    halves = [[(row[0], row[1]) for row in rows], [(row[2], row[3]) for row in rows]]
    return [(code.strip(), meaning.strip().replace("`", "")) for half in halves for code, meaning in half]


def _groups(group: FolderGroup, ctx: click.Context, path: str) -> Iterator[ToldGroup]:
    for name in group.list_commands(ctx):
        found, words = group.get_command(ctx, name), f"{path} {name}".strip()
        if isinstance(found, FolderGroup):
            if not found.default:
                yield ToldGroup(words, found.help or "")
            yield from _groups(found, click.Context(found, parent=ctx, info_name=name), words)


def _below(group: FolderGroup, ctx: click.Context, name: str, section: str, path: str = "") -> Iterator[Told]:
    found = group.get_command(ctx, name)
    words = f"{path} {name}".strip()
    if isinstance(found, FolderGroup):
        below = click.Context(found, parent=ctx, info_name=name)
        for each in found.list_commands(below):
            yield from _below(found, below, each, section or found.section, words)
    elif isinstance(found, OpskitCommand):
        yield _told(found, ctx, section or found.section, words, path if name == group.default else "")


def _told(found: OpskitCommand, ctx: click.Context, section: str, words: str, short: str) -> Told:
    options = [each for each in found.params if isinstance(each, click.Option)]
    own = [each for each in options if each.name not in (*COMMON, *CONNECTING)]
    usual = [each for each in options if each.name in (*COMMON, *CONNECTING)]
    pieces = found.collect_usage_pieces(click.Context(found, parent=ctx, info_name=words))
    connects = any(each.name == "dsn" for each in found.params)
    return Told(
        section, words, short, found.help or "", " ".join(pieces), _records(own, ctx), _records(usual, ctx),
        found.forms, connects, found.examples,
    )  # fmt: skip


def _records(options: Sequence[click.Parameter], ctx: click.Context) -> list[tuple[str, str]]:
    return [record for each in options if (record := each.get_help_record(ctx))]
