"""`opskit plan`."""

from __future__ import annotations

from pathlib import Path

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.cli.plan_options import accept_option, as_written_option, wished
from opskit.core.answer import Answer

PENDING = 10


@opskit_command(
    "Prepare",
    [
        "opskit plan -e staging",
        "opskit plan -e production --to h8c2d6e5f4g3",
        "opskit plan -e staging --as-written",
        "opskit plan -e production --out-plan tonight.json",
        "opskit plan -e staging --json",
    ],
    formats=("ansible",),
)
@click.option("--to", default="", metavar="REVISION", help="plan up to this revision (all pending ones)")
@click.option("--detailed-exitcode", is_flag=True, help="exit 10 when changes are pending")
@as_written_option
@accept_option
@click.option(
    "--out-plan", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="keep it for apply --plan FILE"
)
def command(
    to: str, detailed_exitcode: bool, as_written: bool, accept: tuple[str, ...], out_plan: Path | None
) -> Answer[object]:
    """Show what the pending migrations would do: statements, locks, undo, what stands in the way."""
    from opskit.app.plan import plan
    from opskit.value import replace

    answer = plan(opened(), wished(to, accept, as_written), out_plan)
    pending = detailed_exitcode and answer.exit_code == 0 and answer.data.pending
    return replace(answer, exit_code=PENDING) if pending else answer
