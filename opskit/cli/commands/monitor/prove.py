"""`opskit monitor prove`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit monitor prove -e production"])
@click.option("--promtool", type=click.Path(path_type=Path), metavar="FILE", help="(the one on the PATH)")
@click.option("--runbook", default="", metavar="NAME", help="whose gates are watched (migration-readiness)")
def command(promtool: Path | None, runbook: str) -> Answer[Any]:
    """Fire every alert by breaking what it watches on a throwaway server, and record that it fired."""
    from opskit.app.monitor_prove import monitor_prove

    return monitor_prove(opened(), runbook, promtool)
