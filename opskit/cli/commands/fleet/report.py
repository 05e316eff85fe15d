"""`opskit fleet report`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, terms, terms_options
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit fleet report", "opskit fleet report --target production --json"], connects=False)
@click.option("--runbook", default="", metavar="NAME", help="the checklist it counts (migration-readiness)")
@terms_options
def command(runbook: str, **given: Any) -> Answer[Any]:
    """Make the readiness report of every database of the fleet, with the verdict of each."""
    from opskit.app.fleet import fleet_report

    return fleet_report(everywhere(), pick(given), terms(given), runbook)
