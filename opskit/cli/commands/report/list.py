"""`opskit report list`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit report list -e production", "opskit report list -e production --json"])
@click.option("--last", default=30, show_default=True, type=click.IntRange(1), metavar="N", help="the newest N reports")
def command(last: int) -> Answer[Any]:
    """List the reports of an environment that the ledger keeps, with the trend of their score; needs no database."""
    from opskit.app.reporting.history import report_list

    return report_list(opened(), last)
