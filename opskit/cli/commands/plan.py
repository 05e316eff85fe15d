"""`opskit plan`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer

PENDING = 10


@opskit_command(
    "Prepare",
    ["opskit plan -e staging", "opskit plan -e production --to h8c2d6e5f4g3", "opskit plan -e staging --json"],
)
@click.option("--to", default="", metavar="REVISION", help="plan up to this revision (all pending ones)")
@click.option("--detailed-exitcode", is_flag=True, help="exit 10 when changes are pending")
def command(to: str, detailed_exitcode: bool) -> Answer[object]:
    """Show what the pending migrations would do: statements, locks, undo, what stands in the way."""
    from dataclasses import replace

    from opskit.app.plan import plan

    answer = plan(opened(), to)
    pending = detailed_exitcode and answer.exit_code == 0 and answer.data.pending
    return replace(answer, exit_code=PENDING) if pending else answer
