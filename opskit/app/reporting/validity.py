"""How long a report counts: until the first thing it rests on is too old, or a waiver ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from opskit.app.checklist import Checklist
from opskit.core.item_state import Status
from opskit.core.runbook import Priority, Runbook
from opskit.core.waiver import Effect

_NEVER = datetime.max.replace(tzinfo=UTC)


def lasting(runbook: Runbook, seen: Checklist) -> tuple[str | None, str]:
    """When (RFC 3339 UTC, None when nothing of it ages) and what it is that ends first."""
    until, why = min([*_ages(runbook, seen), *_waived(seen)], default=(_NEVER, ""))
    return (until.astimezone(UTC).isoformat().replace("+00:00", "Z"), why) if why else (None, "")


def _ages(runbook: Runbook, seen: Checklist) -> Iterator[tuple[datetime, str]]:
    """Of critical items alone: others do not decide."""
    shown = {each.id: each for each in seen.items}
    for item in runbook.items:
        view = shown.get(item.id)
        passed = view is not None and view.status == Status.PASS and item.priority is Priority.CRITICAL
        if view and passed and item.max_age and view.evidence:
            yield (
                datetime.fromisoformat(view.evidence[0].at) + item.max_age,
                f"the evidence of {item.id} is too old then",
            )


def _waived(seen: Checklist) -> Iterator[tuple[datetime, str]]:
    for each in seen.waivers:
        if each.effect == Effect.IN_FORCE:
            yield each.expires, f"the waiver of {each.item} ends"
