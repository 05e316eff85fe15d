"""`opskit fleet apply`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed
from opskit.cli.fleet_options import pick, terms, terms_options
from opskit.cli.lengths import Length
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command(
    "Other",
    [
        "opskit fleet apply -n",
        "opskit fleet apply --target staging --confirm fleet",
        "opskit fleet apply --soak 10m --parallel 4 -n",
    ],
    connects=False,
    formats=("ansible",),
)
@click.option("--to", default="", metavar="REVISION", help="apply up to this revision (all pending ones)")
@click.option("-n", "--dry-run", is_flag=True, help="show what would run on each; exit 10 when anything would")
@click.option("--confirm", metavar="NAME", help="the word fleet, for scripts")
@click.option(
    "--soak", type=Length(), default="0s", metavar="TIME", help="how long a wave is watched before its checks"
)
@click.option("--keep-going", is_flag=True, help="begin others when one has failed")
@terms_options
def command(*, to: str, dry_run: bool, confirm: str | None, soak: float, keep_going: bool, **given: Any) -> Answer[Any]:
    """Bring the pending migrations into every database of the fleet, a wave at a time, with checks in between."""
    from opskit.app.fleet_apply import fleet_carry, fleet_propose

    context, how = everywhere(), terms(given, keep_going)
    proposal = fleet_propose(context, pick(given), how, to)
    if dry_run or not proposal.sound or not agreed(proposal.environment, proposal.page, confirm):
        return proposal.page
    return fleet_carry(context, proposal, how, soak)
