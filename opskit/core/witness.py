"""Who notes what a database is asked, so that what is said of it later can be traced to the questions."""

from __future__ import annotations

from typing import Protocol

from opskit.core.environment import Server


class Witness(Protocol):
    """May be called from several threads."""

    def __call__(self, server: Server, query: str, rows: int, /) -> None:
        """After `rows` came back for this text, as it was sent."""
        ...


def nobody(server: Server, query: str, rows: int, /) -> None:
    """Nothing is noted."""
