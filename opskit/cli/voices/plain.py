"""Lines on stderr, for logs and for those who want no bars."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

# Not when they are first wanted: the handler of a signal that comes just then would find them half loaded.
from opskit.core.secret import redact
from opskit.render.hostile import one_line

if TYPE_CHECKING:
    from opskit.core.activity import Activity
    from opskit.core.ledger import Event

# A long build that does nothing new is still heard of.
HEARTBEAT_S = 10.0


class PlainVoice:
    every_s = 2.0

    def __init__(self) -> None:
        self._told: dict[int, tuple[str, float]] = {}

    def tell(self, sentence: str) -> None:
        say(sentence)

    def activity(self, now: Sequence[Activity]) -> None:
        """Only what has changed, or what was last told of HEARTBEAT_S ago."""
        from opskit.render.activity_words import sentence

        at = time.monotonic()
        self._told = {each.pid: self._told.get(each.pid, ("", at)) for each in now}
        for each in now:
            state, told = self._told[each.pid]
            if each.state != state or at - told >= HEARTBEAT_S:
                self._told[each.pid] = each.state, at
                say(sentence(each))

    def event(self, event: Event) -> None:
        """The sentences tell it."""


def say(sentence: str) -> None:
    """To stderr, so that stdout holds nothing but the answer; in one piece, for several threads speak. A terminal that
    has gone away stops no run, nor does the handler of a signal that speaks in the middle of a sentence."""
    with suppress(OSError, RuntimeError):
        print(f"{line(sentence)}\n", end="", file=sys.stderr, flush=True)


def line(sentence: str) -> str:
    return f"opskit: {redact(one_line(sentence))}"
