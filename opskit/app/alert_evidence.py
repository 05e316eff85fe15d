"""The names that the proof of alerts has in the ledger."""

from __future__ import annotations

from opskit.app.item_kinds import Room

KIND, SUBJECT = "alerts.proven", "alerts"
COMMAND = "opskit monitor prove"


def runbook_of(room: Room) -> str:
    """Whose gates the alerts watch: the item's own runbook, or the usual one where it has none."""
    return room.runbook.path.stem if room.runbook.gates else ""
