"""The ledger in a PostgreSQL database of its own, which many operators share. The server numbers, stamps and seals what
it is given (sql/ledger), so that a login which may append can do nothing else."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from opskit.catalog.facts import ledger
from opskit.core.environment import Environment
from opskit.core.history import EVERY
from opskit.core.ledger import Entry, Event, News, canonical, faults, parsed
from opskit.core.secret import redact
from opskit.core.step import Row
from opskit.errors import Blocked, Failed, Unreachable
from opskit.pg.ledger_session import LedgerSession, ledger_session, listening
from opskit.value import replace


class PostgresLedger:
    """`kept` names the database. One session, opened at the first call and closed with this object, for several
    threads; one that was lost is opened anew."""

    def __init__(self, kept: Environment) -> None:
        self.kept = kept
        self._opening = threading.Lock()
        self._session: LedgerSession | None = None
        self._held = ExitStack()
        weakref.finalize(self, self._held.close)

    @property
    def place(self) -> str:
        """Two ledgers are in two places: behind another machine the same words name another server."""
        over = f" over {self.kept.ssh.command}" if self.kept.ssh else ""
        return redact(self.kept.conninfo) + over

    @property
    def login(self) -> str:
        return self._opened().server.login

    def server(self) -> str:
        return self._opened().server.identity

    def append(self, entry: Entry) -> Event:
        """Once, even when the answer is lost on its way and it is asked again."""
        return self._append(_storable(entry), canonical(_storable(entry)))

    def take_in(self, event: Event) -> Event:
        """An event of a spool, at the end of the chain; one that is in the ledger already is not added again."""
        return self._append(from_spool(event), canonical(_storable(event.entry)))

    def events(self) -> Sequence[Event]:
        return [_event(row) for row in self._rows("events")]

    def digest(self, environment: str = "") -> Sequence[Event]:
        return [_event(row) for row in self._rows("digest", every=list(EVERY), environment=environment)]

    def tail(self, count: int, environment: str = "") -> Sequence[Event]:
        return [_event(row) for row in self._rows("tail", count=count, environment=environment)][::-1]

    @contextmanager
    def news(self) -> Iterator[News]:
        with listening(self.kept) as session:
            yield session.told

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """It is kept open anyway."""
        yield

    def refuse_filled(self) -> None:
        """Blocked when it has events."""
        _refuse_filled(self.kept, self._opened())

    def adopt(self, events: Sequence[Event]) -> None:
        """Another ledger's chain as it stands; all of it or nothing.

        Blocked when there are events already, NotPermitted for anybody but the owner, Failed when what is read back is
        something else."""
        session = self._opened()
        with session.transaction():
            session.rows(ledger("lock"))
            _refuse_filled(self.kept, session)
            session.copy(ledger("copy"), map(_copied, events))
            back = [_event(row) for row in session.rows(ledger("events"))]
            if faults(back) or [each.hash for each in back] != [each.hash for each in events]:
                raise Failed("the copy differs from the original (nothing was changed)", "", "opskit ledger verify")

    def _append(self, entry: Entry, origin: str) -> Event:
        row = self._rows("append", given=canonical(entry), origin=origin)[0]
        return Event(row["seq"], entry, row["prev"], row["hash"], row["login"])

    def _rows(self, slug: str, **params: object) -> Sequence[Row]:
        session = self._opened()
        try:
            return session.rows(ledger(slug), **params)
        except Unreachable:
            if not session.lost:
                raise
        return self._opened().rows(ledger(slug), **params)

    def _opened(self) -> LedgerSession:
        with self._opening:
            if self._session is None or self._session.lost:
                self._held.close()
                self._session = self._held.enter_context(ledger_session(self.kept))
            return self._session


def from_spool(event: Event) -> Entry:
    """What the ledger takes in for it: the entry, and where it had waited."""
    entry = _storable(event.entry)
    return replace(entry, body={**entry.body, "spooled": {"seq": event.seq, "hash": event.hash}})


def _storable(entry: Entry) -> Entry:
    return replace(entry, body=_without_nul(entry.body))


def _without_nul(value: Any) -> Any:
    """The one character that PostgreSQL keeps in no text, replaced in every text of a JSON-like value."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, Mapping):
        return {key: _without_nul(each) for key, each in value.items()}
    return [_without_nul(each) for each in value] if isinstance(value, (list, tuple)) else value


def _refuse_filled(kept: Environment, session: LedgerSession) -> None:
    there = session.rows(ledger("count"))[0]["events"]
    if there:
        raise Blocked(
            f"the ledger {kept.name} has {there} events already (nothing was changed)",
            "a chain can only be carried on in an empty ledger",
            "opskit ledger show",
        )


def _event(row: Row) -> Event:
    return Event(row["seq"], parsed(row["entry"]), row["prev"], row["hash"], row["login"])


def _copied(event: Event) -> tuple[object, ...]:
    return event.seq, canonical(event.entry), event.login, event.prev, event.hash
