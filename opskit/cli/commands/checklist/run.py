"""`opskit checklist run`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist run -e staging",
        "opskit checklist run verify-indexes -e production",
        "opskit checklist run -e production --json",
    ],
)
@click.argument("item", default="")
@click.option("--runbook", default="", metavar="NAME", help="which runbook (migration-readiness)")
def command(item: str, runbook: str) -> Answer[Any]:
    """Look at what can be measured, and record it; changes no database."""
    from opskit.app.checklist_run import checklist_run, checklist_run_item

    context = opened()
    return checklist_run_item(context, runbook, item) if item else checklist_run(context, runbook)
