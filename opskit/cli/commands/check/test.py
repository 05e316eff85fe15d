"""`opskit check test`."""

from __future__ import annotations

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings, voice
from opskit.core.answer import Answer


@opskit_command("Deploy", ["opskit check test"], connects=False)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=completing.checks)
def command(slugs: tuple[str, ...]) -> Answer[object]:
    """Hold your own checks against their scripts, on a throwaway server."""
    from opskit.app.check_test import check_test

    return check_test(settings(), voice(), slugs)
