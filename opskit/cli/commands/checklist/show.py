"""`opskit checklist show`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist -e production",
        "opskit checklist show apply-migration -e production",
        "opskit checklist show window -e production",
        "opskit checklist -e staging --json",
    ],
    formats=("junit",),
)
@click.argument("item", default="", shell_complete=completing.items_and_pauses)
@runbook_option()
def command(item: str, runbook: str) -> Answer[Any]:
    """Show the screen of the window, or all that is known of an item or a pause point; answers without a database."""
    context = opened()
    if item:
        from opskit.app.checklist_pause import checklist_show

        return checklist_show(context, runbook, item)
    from opskit.app.checklist_screen import checklist_screen

    return checklist_screen(context, runbook)
