"""Bars at the bottom of a terminal, sentences above them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from opskit.cli.voices.plain import line, say
from opskit.core.activity import Activity
from opskit.core.ledger import Event

if TYPE_CHECKING:
    from opskit.render.live import Region


class LiveVoice:
    every_s = 0.5

    def __init__(self) -> None:
        self._region: Region | None = None
        # The handler of a signal speaks too, maybe in the middle of a sentence of its own thread.
        self._drawing = threading.RLock()

    def tell(self, sentence: str) -> None:
        with self._drawing, suppress(OSError):
            if self._region:
                self._region.say(line(sentence))
            else:
                say(sentence)

    def activity(self, now: Sequence[Activity]) -> None:
        """The part with the bars is there as long as something is in flight. A terminal may go away at any time."""
        with self._drawing, suppress(OSError):
            if now:
                self._region = self._region or _region()
                self._region.show(now)
            elif self._region:
                region, self._region = self._region, None
                region.close()

    def event(self, event: Event) -> None:
        """The sentences tell it."""


def _region() -> Region:
    from opskit.render.live import Region

    return Region()
