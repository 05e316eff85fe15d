"""The command lines there are, and whether one that is written down somewhere could be typed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import click

from opskit.cli import commands
from opskit.cli.command import OpskitCommand
from opskit.cli.groups import FolderGroup, Root


def root() -> Root:
    return Root(commands)


def all_commands(group: FolderGroup | None = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, OpskitCommand]]:
    """Every command with its words, as in ("checklist sign", …)."""
    group = group or root()
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, FolderGroup):
            yield from all_commands(found, (*path, name))
        else:
            assert isinstance(found, OpskitCommand), f"{name} is not made by opskit.cli.command"
            yield " ".join([*path, name]), found


def words_of(line: str) -> list[str]:
    """The words after `opskit`, as a shell would split them."""
    program, *words = shlex.split(line, comments=True)
    assert program == "opskit", line
    return words


def parsed(words: Sequence[str]) -> str:
    """The command that a line means, empty for the program itself; click.UsageError when it could not be typed. Nothing
    is run."""
    rest, path = [word for word in words if word not in ("--help", "--version")], list[str]()
    command: click.Command | None = root() if rest else None
    while isinstance(command, FolderGroup):
        context = click.Context(command)
        named = rest and rest[0] in command.list_commands(context)
        name = rest.pop(0) if named else command.default
        path.append(name)
        command = command.get_command(context, name)
    if path and command is None:
        raise click.UsageError(f"there is no command {' '.join(words)!r}")
    if command:
        command.make_context(" ".join(path), rest)
    return " ".join(path)
