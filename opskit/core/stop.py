"""A person, or the machine, asks a run to stop: it is asked before every statement, and ends the one that runs."""

from __future__ import annotations

from opskit.errors import Interrupted


class Stop:
    """Asked once, for good. `ask` is called by a signal's handler, the rest by whoever carries something out."""

    def __init__(self) -> None:
        self._by: type[Interrupted] | None = None

    def ask(self, by: type[Interrupted]) -> None:
        self._by = self._by or by

    def pass_on(self, to: Stop) -> None:
        """The same is asked of another, if it was of this."""
        if self._by:
            to.ask(self._by)

    @property
    def asked(self) -> bool:
        return self._by is not None

    def error(self, what: str) -> Interrupted:
        """What the run ends with."""
        return (self._by or Interrupted)(what, "", "opskit apply   (goes on where it stopped)")
