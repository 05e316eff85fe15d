"""The shape every command has: one sentence, examples first, common options under one name everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from opskit.cli import completing
from opskit.cli.deliver import chosen_format
from opskit.cli.forms import COMMON, Form, refuse_unless_among

SECTIONS = ("Prepare", "Deploy", "Incident", "Gate", "Report", "Other")


class OpskitCommand(click.Command):
    """`examples` are command lines that run; a test runs them."""

    section: str = "Other"
    examples: Sequence[str] = ()
    forms: Sequence[str] = COMMON

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The ending of a file asks for a form too."""
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            refuse_unless_among(self.forms, chosen_format(ctx.meta, ctx.meta.get("opskit.out")), ctx)
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(f"{self.get_short_help_str(200)}\n")
        with formatter.section("Examples"):
            formatter.write("".join(f"  {example}\n" for example in self.examples))
        formatter.write("\n")
        self.format_usage(ctx, formatter)
        self.format_options(ctx, formatter)


def command(
    section: str, examples: Sequence[str], connects: bool = True, formats: Sequence[str] = ()
) -> Callable[[Callable[..., Any]], OpskitCommand]:
    """A command of the program, found under the name of its file. Its docstring is its one sentence. `formats` are
    what it can be drawn as beside those of every command."""

    def build(function: Callable[..., Any]) -> OpskitCommand:
        made = click.command(name=function.__name__, cls=OpskitCommand)(function)
        made.section, made.examples, made.forms = section, examples, (*COMMON, *formats)
        made.params += (environment_options() if connects else []) + output_options(formats)
        return made

    return build


def environment_options() -> list[click.Parameter]:
    return [
        _stored(
            ["-e", "--env"],
            "env",
            metavar="NAME",
            help="environment (else OPSKIT_ENV, else the only one)",
            shell_complete=completing.environments,
        ),
        _stored(["--dsn"], "dsn", metavar="CONNINFO", help="any database ('service=NAME'); with -e by its SSH"),
    ]


def runbook_option(text: str = "which runbook (migration-readiness)") -> Callable[[Callable[..., Any]], Any]:
    return click.option("--runbook", default="", metavar="NAME", help=text, shell_complete=completing.runbooks)


def output_options(more: Sequence[str] = ()) -> list[click.Parameter]:
    names = [*COMMON, *more]
    text = f"{', '.join(names[:-1])} or {names[-1]}"
    return [
        _stored(["-o", "--output"], "output", type=Form(names), metavar="FORMAT", help=text),
        _stored(["--json"], "json", is_flag=True, help="short for -o json"),
        _stored(
            ["-O", "--out"], "out", type=click.Path(path_type=Path), metavar="FILE", help="write the answer to a file"
        ),
        _stored(
            ["--color"],
            "color",
            type=click.Choice(["auto", "always", "never"]),
            metavar="WHEN",
            help="auto, always or never",
        ),
        _stored(["--no-input"], "no_input", is_flag=True, help="never ask"),
    ]


def _stored(names: list[str], key: str, **kwargs: Any) -> click.Option:
    """An option that is kept in the context, so that command bodies only take what is their own."""

    def store(ctx: click.Context, param: click.Parameter, value: object) -> None:
        ctx.meta[f"opskit.{key}"] = value

    return click.Option(names, expose_value=False, callback=store, **kwargs)


def option(key: str) -> Any:
    return click.get_current_context().meta.get(f"opskit.{key}")


def as_document() -> None:
    """What the command writes is the document of another program, whatever the ending of -O FILE is; -o says
    otherwise."""
    meta = click.get_current_context().meta
    meta["opskit.output"] = meta.get("opskit.output") or "table"
