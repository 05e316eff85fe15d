"""`opskit fleet plan`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, terms, terms_options
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit fleet plan", "opskit fleet plan --to h8c2d6e5f4g3 --json"], connects=False)
@click.option("--to", default="", metavar="REVISION", help="up to this revision (all pending ones)")
@terms_options
def command(to: str, **given: Any) -> Answer[Any]:
    """Show what is pending on every database of the fleet, with one line for each."""
    from opskit.app.fleet import fleet_plan

    return fleet_plan(everywhere(), pick(given), terms(given), to)
