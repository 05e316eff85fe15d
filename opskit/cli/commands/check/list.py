"""`opskit check list`."""

from __future__ import annotations

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command("Deploy", ["opskit check list", "opskit check list --json"], connects=False)
def command() -> Answer[object]:
    """List the checks there are."""
    from opskit.app.check_catalogue import check_list

    return check_list(settings())
