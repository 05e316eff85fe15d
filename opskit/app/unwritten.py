"""A ledger that takes nothing in, for a dry run: what would be recorded is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from opskit.app.announcing import Silent
from opskit.app.context import Context
from opskit.core.ledger import GENESIS, Entry, Event, Ledger, seal


@dataclass(frozen=True)
class Unwritten:
    ledger: Ledger

    @property
    def login(self) -> str:
        return self.ledger.login

    def append(self, entry: Entry, /) -> Event:
        return seal(0, entry, GENESIS)

    def events(self, /) -> Sequence[Event]:
        return self.ledger.events()

    def kept_open(self) -> AbstractContextManager[None]:
        return nullcontext()


def unwritten(context: Context) -> Context:
    return replace(context, ledger=Unwritten(context.ledger), announcer=Silent())
