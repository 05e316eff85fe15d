"""The whole of a terminal: its alternate screen, on which a long page is looked at piece by piece. What was there
before comes back at the end, however that comes."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

from opskit.cli.deliver import encodable

ENTER, LEAVE = "\033[?1049h\033[?25l\033[2J", "\033[?25h\033[?1049l"
_COLOUR = re.compile(r"\033\[[0-9;]*m")
_DUMB = ("", "dumb", "unknown")
# One key, also where several came at once.
_KEY = re.compile(rb"\033\[[0-9;]*[A-Za-z~]|\033O[A-Z]|.", re.DOTALL)
# What a key sends -> how many pages (or, for small steps, lines) it goes on.
PAGES = {b" ": 1, b"b": -1, b"\033[6~": 1, b"\033[5~": -1}
LINES = {b"j": 1, b"k": -1, b"\033[B": 1, b"\033[A": -1, b"\033OB": 1, b"\033OA": -1}


def fits(keys: TextIO, stream: TextIO) -> bool:
    """Whether both ends are a terminal that has such a screen."""
    return keys.isatty() and stream.isatty() and os.environ.get("TERM", "") not in _DUMB


class WholeScreen:
    """`show` may be called from any thread; keys and signals are heard where `until_left` waits."""

    def __init__(self) -> None:
        self._page: Callable[[int], str] = lambda columns: ""
        self._below, self._trouble, self._top = "", "", 0
        self._drawn: list[str] = []
        self._drawing = threading.RLock()
        self._woken, self._wake = os.pipe()

    def __enter__(self) -> WholeScreen:
        import termios

        self._keys = sys.stdin.fileno()
        self._usual = termios.tcgetattr(self._keys)
        self._signals = {
            number: signal.signal(number, handler)
            for number, handler in ((signal.SIGWINCH, self._resized), (signal.SIGTSTP, self._put_aside))
        }
        self._take()
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._signals.items():
            signal.signal(number, handler)
        self._give_back()

    def show(self, page: Callable[[int], str], below: str, trouble: str = "") -> None:
        """`page` gets the width; `below` stands in the last line, `trouble` in the one above it."""
        with self._drawing:
            self._page, self._below, self._trouble = page, below, trouble
            self._draw()

    def until_left(self, ended: threading.Event) -> None:
        """Until q is typed, or the work has ended by itself."""
        while not ended.is_set():
            ready, _, _ = select.select([self._keys, self._woken], [], [], 0.5)
            if self._woken in ready:
                os.read(self._woken, 1024)
                self._anew()
            if self._keys in ready and not self._typed(os.read(self._keys, 1024)):
                return

    def _typed(self, sent: bytes) -> bool:
        """False when that was the end: q, or a terminal that has gone away."""
        keys = _KEY.findall(sent)
        if not keys or b"q" in keys:
            return False
        with self._drawing:
            for key in keys:
                self._top += PAGES.get(key, 0) * max(1, self._height() - 2) + LINES.get(key, 0)
                self._draw()
        return True

    def _anew(self) -> None:
        with self._drawing:
            self._drawn = []
            self._write("\033[2J")
            self._draw()

    def _draw(self) -> None:
        """Rows that stand there already are left alone."""
        columns, height = os.get_terminal_size(sys.stdout.fileno())
        rows = [row for line in self._page(columns).split("\n") for row in _folded(line, columns)]
        last = [self._footer(len(rows), height)]
        last = [*([self._trouble] if self._trouble else []), *last]
        room = max(1, height - len(last))
        self._top = max(0, min(self._top, len(rows) - room))
        shown = rows[self._top : self._top + room]
        wanted = [*shown, *[""] * (room - len(shown)), *(row[:columns] for row in last)]
        old = self._drawn if len(self._drawn) == len(wanted) else [None] * len(wanted)
        changed = [
            f"\033[{place};1H\033[2K{row}"
            for place, (row, was) in enumerate(zip(wanted, old, strict=True), 1)
            if row != was
        ]
        self._write("".join(changed))
        self._drawn = wanted

    def _footer(self, rows: int, height: int) -> str:
        if rows < height:
            return self._below
        seen = min(rows, self._top + height - 1)
        return f"{self._below}  lines {self._top + 1} to {seen} of {rows}"

    def _height(self) -> int:
        return os.get_terminal_size(sys.stdout.fileno()).lines

    def _take(self) -> None:
        import tty

        tty.setcbreak(self._keys)
        self._write(ENTER)
        self._drawn = []

    def _give_back(self) -> None:
        import termios

        with self._drawing:
            self._write(LEAVE)
        with suppress(termios.error):
            termios.tcsetattr(self._keys, termios.TCSADRAIN, self._usual)

    def _resized(self, *_: Any) -> None:
        os.write(self._wake, b"r")

    def _put_aside(self, *_: Any) -> None:
        """Ctrl-Z: the shell gets its screen back until the program goes on."""
        self._give_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._take()
        os.write(self._wake, b"r")

    def _write(self, text: str) -> None:
        """A terminal that has gone away cannot be drawn on."""
        with suppress(OSError, ValueError):
            sys.stdout.write(encodable(text, sys.stdout))
            sys.stdout.flush()


def _folded(line: str, columns: int) -> list[str]:
    """A line in pieces of the width. Colour takes no room; a line that is too long has none (commands, names)."""
    if len(_COLOUR.sub("", line)) <= columns:
        return [line]
    plain = _COLOUR.sub("", line)
    return [plain[place : place + columns] for place in range(0, len(plain), columns)]
