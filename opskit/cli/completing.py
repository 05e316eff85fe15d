"""What Tab offers. Everything comes from local files: no connection is made, and nothing heavy is imported. What only
Tab needs is imported when it was pressed."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

PROGRAM = "opskit"
# The variable by which the script of a shell asks the program, as click names it.
VARIABLE = "_OPSKIT_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
USUAL = "migration-readiness"


def answer(root: click.Command, settings: Mapping[str, Any], asked: str) -> None:
    """Print what there is for the words in the environment that a script has set; `asked` is as in bash_complete."""
    from click.shell_completion import get_completion_class

    shell, _, instruction = asked.partition("_")
    kind = get_completion_class(shell)
    if kind and instruction == "complete":
        click.echo(kind(root, dict(settings), PROGRAM, VARIABLE).complete())  # which it changes


def script(root: click.Command, shell: str) -> str:
    """One of SHELLS."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise LookupError(shell)
    made = kind(root, {}, PROGRAM, VARIABLE)
    return made.source_template % made.source_vars()


def environments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.catalog import named

    return _beginning(incomplete, named.environments(Path.cwd()))


def runbooks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.catalog import named

    return _beginning(incomplete, named.runbooks(Path.cwd()))


def checks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.catalog import named

    return _beginning(incomplete, named.checks(Path.cwd()))


def items(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.catalog import named

    return _beginning(incomplete, named.items(_runbook(ctx)))


def items_and_pauses(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """A pause point goes by the name of its phase."""
    from opskit.catalog import named

    return _beginning(incomplete, [*named.items(_runbook(ctx)), *named.pauses(_runbook(ctx))])


def gates(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.catalog import named

    return _beginning(incomplete, named.gates(_runbook(ctx)))


def metrics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Those of the gate that was typed before."""
    from opskit.catalog import named

    return _beginning(incomplete, named.metrics(_runbook(ctx), str(ctx.params.get("gate") or "")))


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opskit.migrate import rules as found

    return _beginning(incomplete, (each.name.replace("_", "-") for each in pkgutil.iter_modules(found.__path__)))


def _runbook(ctx: click.Context) -> Path:
    """The one that --runbook names, if that was typed already; a path without a file where there is none."""
    from opskit.catalog import named

    name = str(ctx.params.get("runbook") or USUAL)
    return named.runbooks(Path.cwd()).get(name, Path(name))


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def asked() -> str:
    """What the script of a shell asks for; empty when a person called."""
    return os.environ.get(VARIABLE, "")
