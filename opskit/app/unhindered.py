"""A ledger that stands in nobody's way: what cannot be written to it is said once, and the work goes on. For a
rollback: what it does is recorded in the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

from opskit.app.context import Context
from opskit.core.ledger import GENESIS, Entry, Event, Ledger, News, seal
from opskit.errors import InvalidFile, OpskitError
from opskit.value import replace


@dataclass
class Unhindered:
    """`missed` are the kinds of event that were not written; mutable while the command runs."""

    ledger: Ledger
    tell: Callable[[str], None]
    missed: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return self.ledger.place

    @property
    def login(self) -> str:
        """Empty where it cannot be told."""
        try:
            return self.ledger.login
        except OpskitError:
            return ""

    def server(self, /) -> str:
        """Nobody asks where it is kept: nothing about it may stop the work."""
        return ""

    def append(self, entry: Entry, /) -> Event:
        try:
            if not self.missed:
                return self.ledger.append(entry)
        except (OpskitError, OSError) as error:
            self.tell(f"the ledger cannot be written; the database's own record has what is done: {_why(error)}")
        self.missed.append(entry.kind)
        return seal(0, entry, GENESIS)

    def events(self, /) -> Sequence[Event]:
        return _or_nothing(self.ledger.events)

    def digest(self, environment: str = "", /) -> Sequence[Event]:
        return _or_nothing(lambda: self.ledger.digest(environment))

    def tail(self, count: int, environment: str = "", /) -> Sequence[Event]:
        return _or_nothing(lambda: self.ledger.tail(count, environment))

    def news(self, /) -> AbstractContextManager[News]:
        return self.ledger.news()

    @contextmanager
    def kept_open(self, /) -> Iterator[None]:
        """Where it cannot be opened, the first event says so."""
        with ExitStack() as stack:
            with suppress(OpskitError, OSError):
                stack.enter_context(self.ledger.kept_open())
            yield


def unhindered(context: Context) -> Context:
    return replace(context, ledger=Unhindered(context.ledger, context.tell))


def _or_nothing(read: Callable[[], Sequence[Event]]) -> Sequence[Event]:
    try:
        return read()
    except (OpskitError, OSError):
        return ()


def _why(error: OpskitError | OSError) -> str:
    if isinstance(error, InvalidFile):
        return "; ".join(fault.text for fault in error.faults)
    return (error.why or error.what) if isinstance(error, OpskitError) else str(error)
