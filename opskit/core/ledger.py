"""The audit trail: append-only events, each sealed by a SHA-256 over itself and the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What happened, before it is sealed. `at` is RFC 3339 UTC; `operator` is login@host as the system knows it;
    `body` holds JSON values only."""

    at: str
    run: str
    kind: str
    environment: str
    operator: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """`login` is whom the ledger's own server authenticated; empty where the ledger is a file."""

    seq: int
    entry: Entry
    prev: str
    hash: str
    login: str = ""


class Ledger(Protocol):
    """`login` is whom its server has authenticated, empty where it is a file."""

    @property
    def login(self) -> str: ...

    def append(self, entry: Entry, /) -> Event: ...

    def events(self, /) -> Sequence[Event]: ...

    def kept_open(self) -> AbstractContextManager[None]: ...


def seal(seq: int, entry: Entry, prev: str) -> Event:
    text = json.dumps(
        [seq, entry.at, entry.run, entry.kind, entry.environment, entry.operator, entry.body, prev],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Event(seq, entry, prev, hashlib.sha256(text.encode()).hexdigest())


def faults(events: Iterable[Event]) -> list[str]:
    """What is wrong with a chain: edited, deleted, reordered events. A cut-off tail cannot be seen from the chain
    itself; reports print the head so that it shows."""
    found: list[str] = []
    prev, expected = GENESIS, 1
    for event in events:
        if event.seq != expected:
            found.append(f"event {expected} is missing (next is {event.seq})")
        if event.prev != prev:
            found.append(f"event {event.seq} does not follow the one before it")
        if seal(event.seq, event.entry, event.prev).hash != event.hash:
            found.append(f"event {event.seq} was edited after it was written")
        prev, expected = event.hash, event.seq + 1
    return found


def head(events: Sequence[Event]) -> str:
    return events[-1].hash if events else GENESIS
