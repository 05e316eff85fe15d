"""`opskit ledger show|verify|export`: the audit trail read, checked and handed over. No database is asked, and a
ledger that does not exist is not made by looking at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.ledger import Event, faults, head
from opskit.errors import UsageFault
from opskit.store.sqlite_ledger import SqliteLedger

BROKEN, NOTHING_TO_VERIFY = 1, 3
# What an event is about, in the order in which it is told; the first ones that a body has make its short text.
_TELLING = ("command", "outcome", "verdict", "summary", "item", "decision", "reason", "sql", "subject")


@dataclass(frozen=True)
class EventLine:
    """`at` is RFC 3339 UTC; `hash` seals the event and, through `prev`, all before it."""

    seq: int
    at: str
    run: str
    environment: str
    operator: str
    kind: str
    text: str
    body: Mapping[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True)
class LedgerShown:
    path: Path
    total: int
    events: Sequence[EventLine]


@dataclass(frozen=True)
class LedgerVerified:
    """`head` is the hash of the last event: a report that names it proves up to where the trail went."""

    path: Path
    events: int
    head: str
    faults: Sequence[str]


def show(settings: Settings, run: str, last: int) -> Answer[LedgerShown]:
    """The newest `last` events, oldest first; of one run all of them."""
    events = SqliteLedger(settings.ledger).events()
    chosen = _of_run(events, run) if run else events[-last:]
    return Answer("ledger show", LedgerShown(settings.ledger, len(events), [_line(event) for event in chosen]))


def verify(settings: Settings, known_head: str) -> Answer[LedgerVerified]:
    """Exit 1 when the chain is broken or does not hold `known_head`; 3 when there is no event to verify."""
    events = SqliteLedger(settings.ledger).events()
    found = faults(events)
    if known_head and known_head not in {event.hash for event in events}:
        found.append(f"the head {known_head} is not in this ledger: events were cut off, or it is another one")
    data = LedgerVerified(settings.ledger, len(events), head(events), found)
    return Answer("ledger verify", data, BROKEN if found else 0 if events else NOTHING_TO_VERIFY)


def export(settings: Settings, run: str) -> Answer[Sequence[EventLine]]:
    events = SqliteLedger(settings.ledger).events()
    return Answer("ledger export", [_line(event) for event in (_of_run(events, run) if run else events)])


def _of_run(events: Sequence[Event], run: str) -> list[Event]:
    found = [event for event in events if event.entry.run == run]
    if not found:
        raise UsageFault(f"the ledger knows no run {run!r}", "", "opskit ledger show")
    return found


def _line(event: Event) -> EventLine:
    entry = event.entry
    return EventLine(
        event.seq, entry.at, entry.run, entry.environment, entry.operator, entry.kind, _text(entry.body), entry.body,
        event.prev, event.hash,
    )  # fmt: skip


def _text(body: Mapping[str, Any]) -> str:
    told = {str(body[key]): key for key in _TELLING if body.get(key) not in (None, "")}
    if "summary" in body:
        told.pop(str(body.get("sql")), None)
    return ", ".join(told)
