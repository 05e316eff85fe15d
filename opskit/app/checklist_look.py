"""Items looked at, and what was seen put on record as their evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opskit.app import item_kinds
from opskit.app.context import Context
from opskit.app.item_kinds import Room
from opskit.core.item_record import CHECKED, subject
from opskit.core.item_state import Seen
from opskit.core.runbook import Item, Runbook
from opskit.errors import Unreachable
from opskit.steps.observing import schema_digest

UNCHANGED, CHANGED = "unchanged", "changed"


def look_at(
    context: Context, runbook: Runbook, items: Sequence[Item], brought_about: Collection[str] = ()
) -> list[Seen]:
    """All looks first, then all records: without a connection nothing is recorded. `brought_about` are the items that
    this run has done."""
    history = context.history()
    fingerprint = schema_of(context)
    rooms = [Room(context, history, item.id, runbook) for item in items]
    seen = [see(item, room) for item, room in zip(items, rooms, strict=True)]
    for room, found in zip(rooms, seen, strict=True):
        record(room, found, fingerprint, CHANGED if room.item in brought_about else UNCHANGED)
    return seen


def see(item: Item, room: Room) -> Seen:
    assert item.check is not None  # noqa: S101 - the callers choose items with a check
    return item_kinds.look(item.check, room)


def schema_of(context: Context) -> str:
    """The fingerprint that evidence is taken against; empty where nobody answers: what needs no database is looked at
    all the same."""
    try:
        with context.reading("look") as db:
            return schema_digest(db)
    except Unreachable as error:
        if error.silent:
            return ""
        raise


def record(room: Room, seen: Seen, fingerprint: str, outcome: str) -> None:
    """Of the item the room is for. `outcome` is CHANGED when its own deed has just brought it about."""
    room.context.record(
        CHECKED,
        subject=subject(room.runbook.id, room.item),
        runbook=room.runbook.id,
        item=room.item,
        verdict=seen.status,
        outcome=outcome,
        evidence=list(seen.evidence),
        text=seen.text,
        next=seen.next,
        database=seen.database,
        finding=seen.finding,
        fingerprint=fingerprint,
    )
