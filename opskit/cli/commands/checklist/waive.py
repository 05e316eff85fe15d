"""`opskit checklist waive`."""

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
        "opskit checklist waive run-benchmarks -e staging --until 14d --reason 'no load there to measure' -n",
        "opskit checklist waive load-test -e staging --until 30d --ticket OPS-7 --reason 'comes with the next release'",
    ],
)
@click.argument("item", shell_complete=completing.items)
@click.option("--reason", required=True, metavar="SENTENCE", help="why it can be lived with")
@click.option(
    "--until",
    required=True,
    metavar="DAY",
    help="the last day (2027-01-31, 14d), or a time with its offset; 90 days at most",
)
@click.option("--ticket", default="", metavar="ID", help="where it is followed up")
@runbook_option()
@click.option("-n", "--dry-run", is_flag=True, help="show the entry; exit 10 when there would be one")
def command(*, item: str, reason: str, until: str, ticket: str, runbook: str, dry_run: bool) -> Answer[Any]:
    """Live with what was observed of one item, until a day; a critical one takes two logins."""
    from opskit.app.checklist_waive import carry, propose
    from opskit.app.waivable import Asked

    context = opened()
    proposal = propose(context, runbook, item, Asked(reason, until, ticket))
    return proposal.page if dry_run or proposal.empty else carry(context, runbook, proposal)
