"""`opskit locks`."""

from __future__ import annotations

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command("Incident", ["opskit locks -e production", "opskit locks -e production --json"])
def command() -> Answer[object]:
    """Show who waits for whom, who is at the head of the queue, and what would end it."""
    from opskit.app.locks import locks

    return locks(opened())
