"""`opskit checklist run`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.apply_options import emergency, emergency_options
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.confirm import Asking
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.value import replace


@opskit_command(
    "Deploy",
    [
        "opskit checklist run -e staging",
        "opskit checklist run -e production -n",
        "opskit checklist run verify-indexes -e production --json",
    ],
    formats=("jsonl", "junit", "ansible"),
)
@click.argument("item", default="", shell_complete=completing.items)
@runbook_option()
@click.option("-n", "--dry-run", is_flag=True, help="show what would be done; exit 10 when anything would")
@click.option("--confirm", metavar="NAME", help="the environment's name, for scripts")
@emergency_options
def command(
    *, item: str, runbook: str, dry_run: bool, confirm: str | None, break_glass: bool, reason: str | None
) -> Answer[Any]:
    """Look at what can be measured, and go on: item by item to the first critical one that fails, or a pause point."""
    from opskit.app.checklist_dry import checklist_dry_run
    from opskit.app.checklist_run import checklist_run, checklist_run_item

    context = replace(opened(), emergency=emergency(break_glass, reason))
    if dry_run:
        return checklist_dry_run(context, runbook, item)
    consent = Asking(context.environment, confirm)
    if item:
        return checklist_run_item(context, runbook, item, consent)
    return checklist_run(context, runbook, consent)
