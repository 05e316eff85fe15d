"""`opskit ledger migrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    ["opskit ledger migrate -n", "opskit ledger migrate --from ledger.sqlite --confirm ops-ledger"],
    connects=False,
)
@click.option(
    "--from", "source", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="a ledger file (~/.local/state/opskit/ledger.sqlite)",
)  # fmt: skip
@click.option("-n", "--dry-run", is_flag=True, help="show what would be copied (exit 10)")
@click.option("--confirm", metavar="NAME", help="the service of [ledger] (ledger where it is a dsn), for scripts")
def command(*, source: Path | None, dry_run: bool, confirm: str | None) -> Answer[Any]:
    """Copy the events of a ledger file into the empty ledger in PostgreSQL, hash by hash."""
    from opskit.app.ledger_migrate import carry, propose

    proposal = propose(settings(), source)
    if dry_run or not agreed(proposal.kept, proposal.page, confirm):
        return proposal.page
    return carry(proposal)
