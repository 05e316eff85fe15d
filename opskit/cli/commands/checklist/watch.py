"""`opskit checklist watch`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.lengths import Length
from opskit.cli.opened import opened


@opskit_command(
    "Deploy",
    ["opskit checklist watch -e production", "opskit checklist watch -e production --every 5s"],
)
@runbook_option()
@click.option("--every", type=Length(), default="1s", show_default=True, help="how often the server is looked at")
def command(runbook: str, every: float) -> None:
    """Show the screen of the window live until q or Ctrl-C; off a terminal, the page whenever something has changed."""
    from opskit.cli.watching import watching

    watching(opened(), runbook, every)
