"""`opskit runbook export`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command(
    "Other",
    [
        "opskit runbook export migration-readiness",
        "opskit runbook export migration-readiness -o markdown",
        "opskit runbook export migration-readiness --json",
    ],
    connects=False,
)
@click.argument("name", shell_complete=completing.runbooks)
def command(name: str) -> Answer[Any]:
    """Write a runbook out for people: as text, Markdown or JSON."""
    from opskit.app.runbook_files import export

    return export(settings(), name)
