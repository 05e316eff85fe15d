"""`opskit check explain`."""

from __future__ import annotations

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command("Deploy", ["opskit check explain index_invalid"], connects=False)
@click.argument("slug", shell_complete=completing.checks)
def command(slug: str) -> Answer[object]:
    """Explain a check: why it matters, its limits, its query."""
    from opskit.app.check_catalogue import check_explain

    return check_explain(settings(), slug)
