"""`opskit fleet list`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, pick_options
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit fleet list", "opskit fleet list --target 'stag*' --json"], connects=False)
@pick_options
def command(**given: Any) -> Answer[Any]:
    """List the databases of the fleet with their waves and labels; connects to none of them."""
    from opskit.app.fleet import fleet_list

    return fleet_list(everywhere(), pick(given))
