"""`opskit checklist show`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist -e production",
        "opskit checklist show apply-migration -e production",
        "opskit checklist -e staging --json",
    ],
)
@click.argument("item", default="")
@click.option("--runbook", default="", metavar="NAME", help="which runbook (migration-readiness)")
def command(item: str, runbook: str) -> Answer[Any]:
    """Show every item, or all that is known of one; needs no database."""
    from opskit.app.checklist import checklist, checklist_item

    context = opened()
    return checklist_item(context, runbook, item) if item else checklist(context, runbook)
