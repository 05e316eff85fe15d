"""`opskit monitor alerts`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command(
    "Report", ["opskit monitor alerts", "opskit monitor alerts -o markdown -O alerts.md"], connects=False
)  # fmt: skip
@click.option("--runbook", default="", metavar="NAME", help="whose gates are watched (migration-readiness)")
def command(runbook: str) -> Answer[object]:
    """Write the page that alerts lead to: what each of them means, and the first command to type."""
    from opskit.app.monitor_alerts import monitor_alerts

    return monitor_alerts(settings(), runbook)
