"""`opskit config show`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit config show", "opskit config show --origin"], connects=False)
@click.option("--origin", is_flag=True, help="also which file each value came from")
def command(origin: bool) -> Answer[Any]:
    """Show every value in force: environments, paths, thresholds."""
    from opskit.app.config import show, without_origins

    answer = show(settings(), Path.cwd())
    return answer if origin else without_origins(answer)
