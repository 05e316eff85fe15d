"""Commands are found by their file: `commands/<name>.py`, or `commands/<group>/<name>.py` for two words."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import click

from opskit.cli.command import SECTIONS, OpskitCommand

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_WIDEST = 60


class FolderGroup(click.Group):
    """A package of command modules. Its docstring is its help, its SECTION where it is listed, its DEFAULT the
    command meant when none is named. A module is imported when it is asked for."""

    def __init__(self, package: ModuleType, **kwargs: object) -> None:
        super().__init__(name=package.__name__.rpartition(".")[2].replace("_", "-"), help=package.__doc__, **kwargs)  # type: ignore[arg-type]
        self.package = package
        self.section: str = getattr(package, "SECTION", "Other")
        self.default: str = getattr(package, "DEFAULT", "")
        self.no_args_is_help = not self.default
        self.invoke_without_command = False
        self.names = sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(package.__path__))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self.names

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.names:
            return None
        module = import_module(f"{self.package.__name__}.{name.replace('-', '_')}")
        if hasattr(module, "__path__"):
            return FolderGroup(module)
        found: click.Command = module.command
        found.name = name
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`opskit checklist` means `opskit checklist show`; `opskit check SLUG` means `opskit check run SLUG`."""
        helps = bool(args) and args[0] in ("-h", "--help")
        completes = ctx.resilient_parsing and not args
        if self.default and not helps and not completes and (not args or args[0] not in self.names):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.names and not args[0].startswith("-") and not ctx.resilient_parsing:
            import difflib  # only a wrong word needs it

            close = difflib.get_close_matches(args[0], self.names, 1)
            raise click.UsageError(
                f"there is no command {args[0]!r}" + (f"; did you mean {close[0]!r}?" if close else ""), ctx
            )
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and what may follow the one that need not be named."""
        found = super().shell_complete(ctx, incomplete)
        meant = self.get_command(ctx, self.default) if self.default else None
        if meant is None:
            return found
        below = meant.make_context(self.default, [], parent=ctx, resilient_parsing=True)
        if incomplete.startswith("-"):
            return found + meant.shell_complete(below, incomplete)
        first = next((each for each in meant.params if isinstance(each, click.Argument)), None)
        return found + (first.shell_complete(below, incomplete) if first else [])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.names]
        for section in SECTIONS:
            rows = [(name, _clause(found)) for name, found in commands if found and _section(found) == section]
            if rows:
                with formatter.section(section if isinstance(ctx.command, Root) else "Commands"):
                    formatter.write_dl(rows)


class Root(FolderGroup):
    """The program itself."""


def _clause(found: click.Command) -> str:
    """The first clause of a command's sentence, so that the list has one line each."""
    sentence = found.get_short_help_str(1000)
    for mark in (":", ";", " (", ","):
        if len(sentence) > _WIDEST:
            sentence = sentence.partition(mark)[0]
    return sentence.removesuffix(".")


def _section(found: click.Command) -> str:
    return found.section if isinstance(found, (OpskitCommand, FolderGroup)) else "Other"
