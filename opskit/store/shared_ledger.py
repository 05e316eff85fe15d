"""The ledger in PostgreSQL as an operator uses it: while its server is out of reach events wait in a spool, and the
next event that reaches it takes them along."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

from opskit.core.item_record import APPROVED, SIGNED, WAIVED
from opskit.core.ledger import GENESIS, Entry, Event, News, seal
from opskit.errors import InvalidFile, Unreachable
from opskit.store.postgres_ledger import PostgresLedger, from_spool
from opskit.store.spool import Spool

# Seconds for which a server that did not answer is not asked again: a connection that hangs costs ten.
LEFT_ALONE_S = 30.0
T = TypeVar("T")


class SharedLedger:
    """Reading never writes, and reads the spool where the ledger is out of reach. `tell` is told when it is, and when a
    spool was taken in."""

    def __init__(self, ledger: PostgresLedger, spool: Spool, tell: Callable[[str], None]) -> None:
        self._ledger, self._spool, self._tell = ledger, spool, tell
        self._appending = threading.Lock()
        self._lost: Unreachable | None = None
        self._again_at = 0.0
        self._leave_spool = False

    @property
    def place(self) -> str:
        return self._ledger.place

    @property
    def login(self) -> str:
        try:
            return self._asked(lambda: self._ledger.login)
        except Unreachable as error:
            if not error.silent:
                raise
            raise _unauthenticated(error.why or error.what) from error

    def server(self) -> str:
        return self._asked(self._ledger.server)

    def append(self, entry: Entry) -> Event:
        """Into the ledger, or into the spool. Unreachable for a kind that the ledger's server has to authenticate."""
        with self._appending:
            return self._either(lambda: self._append(entry), lambda: self._spool.append(_unsigned(entry)))

    def events(self) -> Sequence[Event]:
        """The chain of the ledger; that of the spool when the ledger is out of reach."""
        return self._either(self._ledger.events, self._spool.events)

    def digest(self, environment: str = "") -> Sequence[Event]:
        return self._either(lambda: self._ledger.digest(environment), lambda: self._spool.digest(environment))

    def tail(self, count: int, environment: str = "") -> Sequence[Event]:
        return self._either(lambda: self._ledger.tail(count, environment), lambda: self._spool.tail(count, environment))

    @contextmanager
    def news(self) -> Iterator[News]:
        """While the server is out of reach there is news every time: a look tells what can be known."""
        with ExitStack() as held:
            listening: list[News] = []

            def listen() -> bool:
                listening.append(self._asked(lambda: held.enter_context(self._ledger.news())))
                return True

            def wait(seconds: float) -> bool:
                return self._asked(lambda: listening[0](seconds)) if listening else listen()

            def wait_or_sleep(seconds: float) -> bool:
                try:
                    return wait(seconds)
                except Unreachable:
                    listening.clear()
                    time.sleep(seconds)
                    return True

            self._either(listen, lambda: False)
            yield wait_or_sleep

    def kept_open(self) -> AbstractContextManager[None]:
        return self._ledger.kept_open()

    def _append(self, entry: Entry) -> Event:
        self._take_in()
        return self._ledger.append(entry)

    def _take_in(self) -> None:
        """Whatever happens in the middle, the spool stays until the ledger has all of it, and has it once."""
        if self._leave_spool:
            return
        try:
            with self._spool.taken_out() as waiting:
                for event in waiting:
                    self._ledger.take_in(event)
        except InvalidFile as error:
            self._leave_spool = True
            self._tell(f"what waits in {self._spool.path} is not taken into the ledger: {error.why}; {error.hint}")
            return
        if waiting:
            self._tell(
                f"{len(waiting)} events that had waited in {self._spool.path} are in the ledger {self.place} now"
            )

    def _either(self, ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
        try:
            return self._asked(ask)
        except Unreachable as error:
            if not error.silent:
                raise
            return otherwise()

    def _asked(self, ask: Callable[[], T]) -> T:
        lost = self._lost
        if lost and time.monotonic() < self._again_at:
            raise Unreachable(lost.what, lost.why, lost.hint)
        try:
            answer = ask()
        except Unreachable as error:
            if error.silent:
                self._out_of_reach(error)
            raise
        self._lost = None
        return answer

    def _out_of_reach(self, error: Unreachable) -> None:
        if self._lost is None:
            self._tell(
                f"the ledger {self.place} is out of reach: {error.why or error.what}; until it answers,"
                f" events are written to, and read from, {self._spool.path} alone"
            )
        self._lost, self._again_at = error, time.monotonic() + LEFT_ALONE_S


class OngoingLedger(SharedLedger):
    """The same for whoever asks what has become of things: what waits in the spool has happened too. It stands at the
    end, numbered and sealed as it will be if this operator's next event is the ledger's."""

    def events(self) -> Sequence[Event]:
        there = super().events()
        return self._with_waiting(there, self._spool.events(), there[-1:])

    def digest(self, environment: str = "") -> Sequence[Event]:
        """What waits is sealed one after the other, whatever environment it is of."""
        there = super().digest(environment)
        found = self._with_waiting(there, self._spool.digest(""), () if environment else there[-1:])
        return [each for each in found if environment in ("", each.entry.environment)]

    def _with_waiting(self, there: Sequence[Event], waiting: Sequence[Event], last: Sequence[Event]) -> Sequence[Event]:
        """`last` is the newest event of the ledger, asked for where it is not known."""
        if self._lost or not waiting:
            return there
        newest, login = last or self.tail(1), self.login
        seq, prev = (newest[0].seq, newest[0].hash) if newest else (0, GENESIS)
        made = list(there)
        for event in waiting:
            made.append(seal(seq + 1, from_spool(event), prev, login))
            seq, prev = made[-1].seq, made[-1].hash
        return made


def _unsigned(entry: Entry) -> Entry:
    """What a person decides counts by whom the ledger's server has authenticated."""
    if entry.kind in (SIGNED, APPROVED, WAIVED):
        raise _unauthenticated(f"{entry.kind} is stamped with the login that its server authenticates")
    return entry


def _unauthenticated(why: str) -> Unreachable:
    what = "the ledger is out of reach, and nobody else can tell who you are (nothing was recorded)"
    return Unreachable(what, why, "opskit doctor")
