"""`opskit ledger show`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import trail
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit ledger", "opskit ledger show --last 100 --json"], connects=False)
@click.option("--run", default="", metavar="RUN", help="only the events of this run, all of them")
@click.option("--last", default=30, show_default=True, type=click.IntRange(1), metavar="N", help="the newest N events")
def command(run: str, last: int) -> Answer[Any]:
    """List what was done: when, in which run, where, by whom."""
    from opskit.app.ledger import show

    return show(trail(), run, last)
