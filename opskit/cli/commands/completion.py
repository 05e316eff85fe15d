"""`opskit completion`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.core.answer import Answer


@opskit_command(
    "Other",
    ["opskit completion bash", "opskit completion zsh -O _opskit", "opskit completion fish"],
    connects=False,
)
@click.argument("shell", type=click.Choice(completing.SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> Answer[Any]:
    """Print the script by which bash, zsh or fish complete commands, options, environments, runbooks, items, checks."""
    from opskit.app.completion import completion

    return completion(shell, completing.script(ctx.find_root().command, shell))
