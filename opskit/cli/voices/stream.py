"""-o jsonl: what happens as lines of JSON on stdout; sentences on stderr."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from opskit.cli.voices.plain import say
from opskit.core.activity import Activity
from opskit.core.ledger import Event


class StreamVoice:
    every_s = 2.0

    def __init__(self) -> None:
        self._run = ""
        self._writing = threading.Lock()

    def tell(self, sentence: str) -> None:
        say(sentence)

    def activity(self, now: Sequence[Activity]) -> None:
        from opskit.render.stream import activity_line

        self._write([activity_line(each, self._run) for each in now])

    def event(self, event: Event) -> None:
        from opskit.render.stream import event_line

        self._run = event.entry.run
        self._write([event_line(event)])

    def _write(self, lines: Sequence[str]) -> None:
        """At once. A reader that has gone away stops no run."""
        with self._writing, suppress(OSError):
            for line in lines:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
