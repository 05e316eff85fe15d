"""`opskit monitor dashboard`."""

from __future__ import annotations

from opskit.cli.command import as_document
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    ["opskit monitor dashboard", "opskit monitor dashboard -O opskit.dashboard.json"],
    connects=False,
)
def command() -> Answer[object]:
    """Write a dashboard for Grafana: overview, indexes, bloat, gate."""
    from opskit.app.monitor_dashboard import monitor_dashboard

    as_document()
    return monitor_dashboard(settings())
