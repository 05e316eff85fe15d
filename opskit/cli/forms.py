"""The forms an answer is drawn in, and the refusal of another one, which says which commands have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from opskit.errors import UsageFault

COMMON = ("table", "json", "markdown", "html")


class Form(click.Choice[str]):
    """One of those that a command has."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if ctx:
            refuse_unless_among(self.choices, str(value), ctx)
        return str(value)


def refuse_unless_among(forms: Sequence[str], form: str, ctx: click.Context) -> None:
    if form in forms:
        return
    having = list(_having(ctx.find_root().command, form, ""))
    why = f"those that have it: {', '.join(having)}" if having else f"there are: {', '.join(forms)}"
    raise UsageFault(f"{ctx.command_path} has no form {form} (nothing was changed)", why, f"{ctx.command_path} --help")


def _having(found: click.Command, form: str, path: str) -> Iterator[str]:
    """The commands below it, each by all its words."""
    if isinstance(found, click.Group):
        ctx = click.Context(found)
        for name in found.list_commands(ctx):
            below = found.get_command(ctx, name)
            if below:
                yield from _having(below, form, f"{path} {name}".strip())
    elif form in getattr(found, "forms", ()):
        yield path
