"""`opskit rollback`: its --help fits 24 lines, for it is read during an incident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed_by_name, can_be_asked
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Incident",
    ["opskit rollback -e production -n", "opskit rollback -e staging --confirm staging"],
    formats=("jsonl", "ansible"),
)
@click.argument("run", default="")
@click.option("--to", default="", metavar="REVISION", help="back to this revision, or base (the last run)")
@click.option("-n", "--dry-run", is_flag=True, help="show the way back; exit 10 when there is one")
@click.option("--confirm", metavar="NAME", help="the environment's name, for scripts")
@click.option("--accept-data-loss", is_flag=True, help="go on where rows are lost; they are kept in a file first")
@click.option("--dump", type=click.Path(path_type=Path), metavar="FILE", help="that file (one beside the ledger)")
@click.option("--no-dump", is_flag=True, help="do not keep them")
def command(
    *, run: str, to: str, dry_run: bool, confirm: str | None, accept_data_loss: bool, dump: Path | None, no_dump: bool
) -> Answer[Any]:
    """Take back the last run (or RUN), and prove it by the schema's fingerprint."""
    from opskit.app.carrying_out import stand_ready
    from opskit.app.keeping_rows import default_path
    from opskit.app.orphans import settle
    from opskit.app.rollback import carry, propose
    from opskit.app.unhindered import unhindered

    context = unhindered(opened())
    keep_in = None if no_dump else dump or default_path(context)
    if not dry_run and can_be_asked(confirm):
        settle(context)
    proposal = propose(context, run, to, keep_in)
    if dry_run or proposal.empty:
        return proposal.page
    stand_ready(context, proposal.plan, "opskit rollback -n")
    if not agreed_by_name(context.environment, proposal.page, confirm):
        return proposal.page
    return carry(context, proposal, accept_data_loss, keep_in)
