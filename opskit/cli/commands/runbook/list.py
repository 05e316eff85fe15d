"""`opskit runbook list`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit runbook list", "opskit runbook list --json"], connects=False)
def command() -> Answer[Any]:
    """List the runbooks: the packaged ones and those of [runbooks] path."""
    from opskit.app.runbook_files import listing

    return listing(settings())
