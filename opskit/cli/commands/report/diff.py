"""`opskit report diff`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.value import replace

WORSE = 1


@opskit_command(
    "Report",
    ["opskit report diff before.json -e production", "opskit report diff before.json after.json -e production"],
)
@click.argument("before")
@click.argument("after", default="")
@click.option("--check", is_flag=True, help="exit 1 when something newly fails")
def command(before: str, after: str, check: bool) -> Answer[object]:
    """Say what newly fails or passes between two reports, each a run or a JSON file (AFTER: the newest)."""
    from opskit.app.reporting.history import report_diff

    answer = report_diff(opened(), before, after)
    return replace(answer, exit_code=WORSE) if check and answer.data.newly_failing else answer
