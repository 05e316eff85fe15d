"""Who hears what the ledger has taken in. Couriers and their outbox are imported where somebody is to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from opskit.catalog.configuration import Settings
from opskit.core.ledger import Entry, Event, Ledger


class Announcer(Protocol):
    def expect(self, entry: Entry, /) -> None:
        """Right before the ledger takes it in."""
        ...

    def announce(self, event: Event, /) -> None:
        """Once the ledger has it."""
        ...

    def close(self) -> None:
        """At the end of the command; within announcing.END_S."""
        ...


class Silent:
    """Nobody is to be told."""

    def expect(self, entry: Entry, /) -> None:
        pass

    def announce(self, event: Event, /) -> None:
        pass

    def close(self) -> None:
        pass


def announcing(settings: Settings, ledger: Ledger, tell: Callable[[str], None]) -> Announcer:
    if not settings.notify:
        return Silent()
    from opskit.app.announcing import Loud, Post

    return Loud(Post(settings, ledger), tell)
