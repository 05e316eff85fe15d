"""`opskit checklist approve`."""

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
        "opskit checklist approve apply-migration -e production --reason 'read by two, the way back was tried' -n",
    ],
)
@click.argument("item", shell_complete=completing.items)
@click.option("--reason", required=True, metavar="SENTENCE", help="what you have looked at, and why it may be done")
@runbook_option()
@click.option("-n", "--dry-run", is_flag=True, help="show the plan and record nothing; exit 10")
def command(item: str, reason: str, runbook: str, dry_run: bool) -> Answer[Any]:
    """Approve, as another person, exactly what one item would do now: once, and for a time."""
    from opskit.app.checklist_approve import carry, propose

    context = opened()
    proposal = propose(context, runbook, item, reason)
    return proposal.page if dry_run or proposal.empty else carry(context, proposal)
