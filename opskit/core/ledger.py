"""The audit trail: append-only events, each sealed by a SHA-256 over itself and the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from msgspec import MsgspecError
from msgspec.json import Decoder

from opskit.value import Value, field

GENESIS = "0" * 64
# A first screen reads thousands of events: this takes a quarter of the time of json.
_AS_WRITTEN = Decoder(tuple[str, str, str, str, str, dict[str, Any]])


class Entry(Value):
    """What happened, before it is sealed. `at` is RFC 3339 UTC; `operator` is login@host as the system knows it;
    `body` holds JSON values only."""

    at: str
    run: str
    kind: str
    environment: str
    operator: str
    body: Mapping[str, Any] = field(default_factory=dict)


class Event(Value):
    """`login` is whom the ledger's own server authenticated; empty in a file, which authenticates nobody."""

    seq: int
    entry: Entry
    prev: str
    hash: str
    login: str = ""


# Seconds -> True as soon as something was appended, False when nothing was within them.
News = Callable[[float], bool]


class Ledger(Protocol):
    """Unreachable where the server that keeps it does not answer, InvalidFile where a file cannot be used."""

    @property
    def place(self) -> str:
        """Where it is kept, for pages: a path, or a connection string without secrets."""
        ...

    @property
    def login(self) -> str:
        """Whom the ledger's server authenticates now; empty for a file."""
        ...

    def server(self, /) -> str:
        """The server and database that keep it, as Server.identity; empty for a file."""
        ...

    def append(self, entry: Entry, /) -> Event: ...

    def events(self, /) -> Sequence[Event]:
        """All of them, oldest first."""
        ...

    def digest(self, environment: str = "", /) -> Sequence[Event]:
        """What state is folded from, oldest first: the newest event of each (environment, kind, subject), and every
        event of the kinds of history.EVERY; of one environment or of all."""
        ...

    def tail(self, count: int, environment: str = "", /) -> Sequence[Event]:
        """The newest `count` events, of one environment or of all, oldest first."""
        ...

    def news(self, /) -> AbstractContextManager[News]:
        """Nothing that is appended after the beginning is missed."""
        ...

    def kept_open(self, /) -> AbstractContextManager[None]: ...


def canonical(entry: Entry) -> str:
    """The one text of an entry, as a JSON array."""
    return _text([entry.at, entry.run, entry.kind, entry.environment, entry.operator, entry.body])


def parsed(text: str) -> Entry:
    """The entry of such a text. What was edited into something else is read too, so that `ledger verify` can say so."""
    try:
        return Entry(*_AS_WRITTEN.decode(text))
    except (MsgspecError, ValueError):
        return _otherwise(text)


def _otherwise(text: str) -> Entry:
    """What was edited; and what JSON does not know and Python writes all the same: a number that is none, half a
    character."""
    try:
        at, run, kind, environment, operator, body = json.loads(text)
    except (ValueError, TypeError):
        return Entry("", "", "", "", "", {"unreadable": text})
    return Entry(
        str(at), str(run), str(kind), str(environment), str(operator),
        body if isinstance(body, dict) else {"unreadable": text},
    )  # fmt: skip


def seal(seq: int, entry: Entry, prev: str, login: str = "") -> Event:
    """A chain that began without logins goes on with them: the login is sealed where there is one."""
    text = f"[{seq},{canonical(entry)[1:-1]},{_text(prev)}{f',{_text(login)}' if login else ''}]"
    return Event(seq, entry, prev, hashlib.sha256(text.encode()).hexdigest(), login)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


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
        if seal(event.seq, event.entry, event.prev, event.login).hash != event.hash:
            found.append(f"event {event.seq} was edited after it was written")
        prev, expected = event.hash, event.seq + 1
    return found


def head(events: Sequence[Event]) -> str:
    return events[-1].hash if events else GENESIS
