"""`opskit checklist undo`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.confirm import AskingName, can_be_asked
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist undo query-timeout -e production -n",
        "opskit checklist undo query-timeout -e staging --confirm staging",
    ],
    formats=("jsonl",),
)
@click.argument("item", shell_complete=completing.items)
@runbook_option()
@click.option("-n", "--dry-run", is_flag=True, help="show the way back; exit 10 when there is one")
@click.option("--confirm", metavar="NAME", help="the environment's name, for scripts")
@click.option("--accept-data-loss", is_flag=True, help="go on where rows are lost; they are kept in a file first")
def command(*, item: str, runbook: str, dry_run: bool, confirm: str | None, accept_data_loss: bool) -> Answer[Any]:
    """Take back what one item has done: by its rollback, or by the undo its file names."""
    from opskit.app.checklist_undo import carry, propose
    from opskit.app.orphans import settle

    context = opened()
    consent = AskingName(context.environment, confirm)
    if not dry_run and can_be_asked(confirm):
        settle(context)
    proposal = propose(context, runbook, item, accept_data_loss)
    return proposal.page if dry_run else carry(proposal, consent)
