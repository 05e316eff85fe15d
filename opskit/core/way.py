"""How a server is reached that this machine does not reach by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from opskit.core.machine import Machine


class Way(Protocol):
    def reached(self, conninfo: str) -> str:
        """The connection string that leads from here to the server which this one names from over there. Unreachable,
        with the hop that fails."""

    def machine(self, paths: Sequence[str]) -> Machine:
        """The machine at the end of the way, with the file systems of these paths. Unreachable; Inconclusive when it
        does not answer in time."""
