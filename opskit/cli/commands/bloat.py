"""`opskit bloat`."""

from __future__ import annotations

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command("Deploy", ["opskit bloat -e production", "opskit bloat -e staging --json"])
def command() -> Answer[object]:
    """Estimate what tables and indexes waste, and name the statement that gives it back."""
    from opskit.app.bloat import bloat

    return bloat(opened())
