"""`opskit checklist export`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist export -e production -o markdown",
        "opskit checklist export -e production -O checklist.json",
        "opskit checklist export -e production -O checklist.html",
    ],
)
@runbook_option()
def command(runbook: str) -> Answer[Any]:
    """Write the whole checklist out, with all that was seen, done and said; two can be compared line by line."""
    from opskit.app.checklist_export import checklist_export

    return checklist_export(opened(), runbook)
