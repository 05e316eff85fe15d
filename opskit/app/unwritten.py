"""A ledger that takes nothing in, for a dry run: what would be recorded is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from opskit.app.announcer import Silent
from opskit.app.context import Context
from opskit.core.ledger import GENESIS, Entry, Event, Ledger, News, seal
from opskit.value import Value, replace


class Unwritten(Value):
    ledger: Ledger

    @property
    def place(self) -> str:
        return self.ledger.place

    @property
    def login(self) -> str:
        return self.ledger.login

    def server(self, /) -> str:
        return self.ledger.server()

    def append(self, entry: Entry, /) -> Event:
        return seal(0, entry, GENESIS)

    def events(self, /) -> Sequence[Event]:
        return self.ledger.events()

    def digest(self, environment: str = "", /) -> Sequence[Event]:
        return self.ledger.digest(environment)

    def tail(self, count: int, environment: str = "", /) -> Sequence[Event]:
        return self.ledger.tail(count, environment)

    def news(self, /) -> AbstractContextManager[News]:
        return self.ledger.news()

    def kept_open(self, /) -> AbstractContextManager[None]:
        return nullcontext()


def unwritten(context: Context) -> Context:
    return replace(context, ledger=Unwritten(context.ledger), announcer=Silent())
