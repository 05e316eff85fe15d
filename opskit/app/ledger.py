"""`opskit ledger show|verify|export`: the audit trail read, checked and handed over. No database is asked, and a
ledger that does not exist is not made by looking at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opskit.core.answer import Answer
from opskit.core.ledger import Event, Ledger, faults, head
from opskit.errors import UsageFault
from opskit.value import Value

BROKEN, NOTHING_TO_VERIFY = 1, 3
# What an event is about, in the order in which it is told; the first ones that a body has make its short text.
_TELLING = ("command", "outcome", "verdict", "summary", "item", "decision", "reason", "sql", "subject")


class EventLine(Value):
    """`at` is RFC 3339 UTC; `hash` seals the event and, through `prev`, all before it. `login` is whom the ledger's
    server authenticated, empty in a file."""

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
    login: str


class LedgerShown(Value):
    """`place` is a file, or a connection string; `total` the number of the newest event."""

    place: str
    total: int
    events: Sequence[EventLine]


class LedgerVerified(Value):
    """`head` is the hash of the last event: a report that names it proves up to where the trail went."""

    place: str
    events: int
    head: str
    faults: Sequence[str]


def show(ledger: Ledger, run: str, last: int) -> Answer[LedgerShown]:
    """The newest `last` events, oldest first; of one run all of them."""
    chosen = _of_run(ledger.events(), run) if run else ledger.tail(last)
    newest = chosen if not run else ledger.tail(1)
    total = newest[-1].seq if newest else 0
    return Answer("ledger show", LedgerShown(ledger.place, total, [_line(event) for event in chosen]))


def verify(ledger: Ledger, known_head: str) -> Answer[LedgerVerified]:
    """Exit 1 when the chain is broken or does not hold `known_head`; 3 when there is no event to verify. Unreachable
    when its server does not answer: what waits in a spool proves nothing of it."""
    ledger.server()
    events = ledger.events()
    found = faults(events)
    if known_head and known_head not in {event.hash for event in events}:
        found.append(f"the head {known_head} is not in this ledger: events were cut off, or it is another one")
    data = LedgerVerified(ledger.place, len(events), head(events), found)
    return Answer("ledger verify", data, BROKEN if found else 0 if events else NOTHING_TO_VERIFY)


def export(ledger: Ledger, run: str) -> Answer[Sequence[EventLine]]:
    events = ledger.events()
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
        event.prev, event.hash, event.login,
    )  # fmt: skip


def _text(body: Mapping[str, Any]) -> str:
    told = {str(body[key]): key for key in _TELLING if body.get(key) not in (None, "")}
    if "summary" in body:
        told.pop(str(body.get("sql")), None)
    return ", ".join(told)
