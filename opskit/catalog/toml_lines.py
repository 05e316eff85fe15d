"""Where the entries of an array of tables stand in a TOML file, so that a fault in one is reported with its line."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"`\$?\.?([^`]+)`")


class Entries:
    """The `[[header]]` blocks of a file, in their order. Written otherwise (inline tables), they have no lines."""

    def __init__(self, path: Path, header: str) -> None:
        self._lines = path.read_text(encoding="utf-8").splitlines()
        wanted = f"[[{header}]]"
        self._starts = [number for number, line in enumerate(self._lines, 1) if line.split("#")[0].strip() == wanted]

    def line(self, place: int, message: str = "") -> int:
        """The line of the key a message names in backquotes within the entry, else that of the entry; 0 when there
        is none. `place` counts from 0."""
        if place >= len(self._starts):
            return 0
        start = self._starts[place]
        for name in _NAME.findall(message):
            for offset, line in enumerate(self._block(start), start):
                if _names(line, name.rpartition(".")[2].partition("[")[0]):
                    return offset
        return start

    def _block(self, start: int) -> list[str]:
        """The lines of an entry: up to the next header that is not a table of its own ([item.check])."""
        block = [self._lines[start - 1]]
        for line in self._lines[start:]:
            if line.startswith("[["):
                break
            block.append(line)
        return block


def _names(line: str, key: str) -> bool:
    """Whether a line sets this key: `key = …`, a table `[item.key]`, or inside an inline table."""
    name = re.escape(key)
    return bool(re.match(rf'\s*(?:"{name}"|{name})\s*=|\s*\[[^\]]*\.{name}\]|.*[{{,]\s*{name}\s*=', line))
