"""`opskit runbook lint`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit runbook lint", "opskit runbook lint migration-readiness"], connects=False)
@click.argument("runbook", nargs=-1, shell_complete=completing.runbooks)
def command(runbook: tuple[str, ...]) -> Answer[Any]:
    """Check runbooks, by name or file (all): every fault with its line."""
    from opskit.app.runbook_files import lint

    return lint(settings(), runbook)
