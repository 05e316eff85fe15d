"""What rehearsals have proven of the way back of migrations as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from opskit.core.ledger import Event
from opskit.value import Value

REHEARSAL = "rehearsal.finished"


class ProvenBack(Value):
    """The newest rehearsal of a revision with its checksum; `seconds` of its way back on the copy, `reason` why it is
    not proven."""

    revision: str
    at: datetime
    verdict: str
    seconds: float | None
    reason: str = ""


def proven(wanted: Iterable[tuple[str, str]], events: Sequence[Event]) -> list[ProvenBack]:
    """Of these revisions, each with its checksum, those that were rehearsed."""
    newest: dict[tuple[str, str], ProvenBack] = {}
    for event in (each for each in events if each.entry.kind == REHEARSAL):
        for each in event.entry.body.get("migrations", ()):
            newest[each["revision"], each["checksum"]] = _proof(each, event)
    return [newest[key] for key in wanted if key in newest]


def _proof(rehearsed: Mapping[str, Any], event: Event) -> ProvenBack:
    at = datetime.fromisoformat(event.entry.at)
    seconds, reason = rehearsed["rollback_s"], str(rehearsed.get("reason", ""))
    return ProvenBack(rehearsed["revision"], at, rehearsed["verdict"], seconds, reason)
