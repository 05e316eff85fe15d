"""`opskit doctor`."""

from __future__ import annotations

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command("Prepare", ["opskit doctor -e staging", "opskit doctor -e production --json"])
def command() -> Answer[object]:
    """Say what opskit can and cannot do here, and the statement that mends each lack."""
    from opskit.app.doctor import doctor

    return doctor(opened())
