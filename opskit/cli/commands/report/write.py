"""`opskit report`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    [
        "opskit report -e production",
        "opskit report -e production -O report.html",
        "opskit report -e production -o markdown",
        "opskit report -e production --check -O report.xml",
        "opskit report -e staging --runbook migration-readiness --json",
    ],
    formats=("junit", "ansible"),
)
@runbook_option("the checklist it counts (migration-readiness)")
@click.option("--check", is_flag=True, help="exit 1 when NOT READY, 3 when NOT PROVEN")
def command(runbook: str, check: bool) -> Answer[object]:
    """Say whether an environment is ready, with the evidence, what blocks it and what was not checked."""
    from opskit.app.report import EXIT_CODES, report
    from opskit.value import replace

    answer = report(opened(), runbook)
    return replace(answer, exit_code=EXIT_CODES[answer.data.verdict]) if check else answer
