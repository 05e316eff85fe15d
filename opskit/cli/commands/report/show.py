"""`opskit report show`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.value import replace


@opskit_command(
    "Report",
    ["opskit report show -e production", "opskit report show -e production -O report.html"],
    formats=("junit",),
)
@click.argument("run", default="")
@click.option("--check", is_flag=True, help="exit 1 when NOT READY, 3 when NOT PROVEN")
def command(run: str, check: bool) -> Answer[object]:
    """Draw a report that the ledger keeps, the newest without RUN, to the byte as it was; needs no database."""
    from opskit.app.report import EXIT_CODES
    from opskit.app.reporting.history import report_show

    answer = report_show(opened(), run)
    return replace(answer, exit_code=EXIT_CODES[answer.data.verdict]) if check else answer
