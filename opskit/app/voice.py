"""How a run speaks while it works; what it is at the end is its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from opskit.core.activity import Activity
    from opskit.core.ledger import Event


class Voice(Protocol):
    """Called from several threads. Nothing it does may disturb the run: what cannot be said is not said."""

    @property
    def every_s(self) -> float:
        """Seconds between two looks at what the run's sessions are doing."""
        ...

    def tell(self, sentence: str, /) -> None:
        """Something an operator should know now."""
        ...

    def activity(self, now: Sequence[Activity], /) -> None:
        """All that is in flight in the sessions of this run, at each look; empty when it is over."""
        ...

    def event(self, event: Event, /) -> None:
        """What the ledger has just taken in."""
        ...
