"""`opskit explain`."""

from __future__ import annotations

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit explain", "opskit explain create-index-blocking"], connects=False)
@click.argument("rule", default="", shell_complete=completing.rules)
def command(rule: str) -> Answer[object]:
    """Explain a rule of lint: what it catches, the lock, the safe form; without a name list them all."""
    from opskit.app.rules import explain

    return explain(rule)
