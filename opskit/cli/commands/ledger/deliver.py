"""`opskit ledger deliver`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings, voice
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit ledger deliver", "opskit ledger deliver --json"], connects=False)
def command() -> Answer[Any]:
    """Send the notifications that are still to be delivered, and list those that could not be."""
    from opskit.app.ledger_deliver import deliver
    from opskit.app.opening import open_ledger

    chosen = settings()
    return deliver(chosen, open_ledger(chosen, voice().tell))
