"""A ledger that stands in nobody's way: what cannot be written to it is said once, and the work goes on. For a
rollback: what it does is recorded in the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace

from opskit.app.context import Context
from opskit.core.ledger import GENESIS, Entry, Event, Ledger, seal
from opskit.errors import InvalidFile


@dataclass
class Unhindered:
    """`missed` are the kinds of event that were not written; mutable while the command runs."""

    ledger: Ledger
    tell: Callable[[str], None]
    missed: list[str] = field(default_factory=list)

    @property
    def login(self) -> str:
        return self.ledger.login

    def append(self, entry: Entry, /) -> Event:
        try:
            if not self.missed:
                return self.ledger.append(entry)
        except (InvalidFile, OSError) as error:
            self.tell(f"the ledger cannot be written; the database's own record has what is done: {_why(error)}")
        self.missed.append(entry.kind)
        return seal(0, entry, GENESIS)

    def events(self, /) -> Sequence[Event]:
        try:
            return self.ledger.events()
        except (InvalidFile, OSError):
            return ()

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Where it cannot be opened, the first event says so."""
        with ExitStack() as stack:
            with suppress(InvalidFile, OSError):
                stack.enter_context(self.ledger.kept_open())
            yield


def unhindered(context: Context) -> Context:
    return replace(context, ledger=Unhindered(context.ledger, context.tell))


def _why(error: InvalidFile | OSError) -> str:
    return "; ".join(fault.text for fault in error.faults) if isinstance(error, InvalidFile) else str(error)
