"""`opskit monitor export`, which is `opskit monitor`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    ["opskit monitor export -e production", "opskit monitor export -e production -O opskit.prom"],
)
@click.option("--runbook", default="", metavar="NAME", help="whose gates are told of (migration-readiness)")
def command(runbook: str) -> Answer[Any]:
    """Write what the checks find as metrics, in a file for the textfile collector of node_exporter (-O FILE.prom)."""
    from opskit.app.monitor_export import monitor_export

    return monitor_export(opened(), runbook)
