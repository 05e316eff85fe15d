"""`opskit ledger init`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed
from opskit.cli.opened import settings, voice
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit ledger init -n", "opskit ledger init --confirm ops-ledger"], connects=False)
@click.option("-n", "--dry-run", is_flag=True, help="show what would be created; exit 10 when anything would")
@click.option("--confirm", metavar="NAME", help="the service of [ledger] (ledger where it is a dsn), for scripts")
def command(*, dry_run: bool, confirm: str | None) -> Answer[Any]:
    """Make the ledger in the PostgreSQL database that [ledger] names."""
    from opskit.app.ledger_init import carry, propose

    tell = voice().tell
    proposal = propose(settings(), tell)
    if dry_run or proposal.empty or not agreed(proposal.kept, proposal.page, confirm):
        return proposal.page
    return carry(proposal, tell)
