"""Where things stand in a TOML file, so that a fault in one is reported with its line."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"`\$?\.?([^`]+)`")


class Blocks:
    """The blocks a header line opens, in their order: `[[item]]` many, `[gate.canary]` one, and an empty header the
    top of the file. Written otherwise (inline tables), they have no lines."""

    def __init__(self, path: Path, header: str) -> None:
        self._lines = path.read_text(encoding="utf-8").splitlines()
        opened = [number for number, line in enumerate(self._lines, 1) if line.split("#")[0].strip() == header]
        self._starts = opened if header else [1]

    def line(self, place: int, message: str = "") -> int:
        """The line of the first key a message names in backquotes, within the block, else that of the block; 0 when
        there is none. `place` counts from 0."""
        if place >= len(self._starts):
            return 0
        start = self._starts[place]
        for name in _NAME.findall(message):
            for number, line in enumerate(self._block(start), start):
                if _sets(line, name.rpartition(".")[2].partition("[")[0]):
                    return number
        return start

    def _block(self, start: int) -> list[str]:
        """The lines of a block: up to the next array entry; tables of its own ([item.check]) belong to it."""
        block = self._lines[start - 1 : start]
        for line in self._lines[start:]:
            if line.startswith("[["):
                break
            block.append(line)
        return block


def _sets(line: str, key: str) -> bool:
    """Whether a line sets this key: `key = …`, a table `[item.key]`, or inside an inline table."""
    name = re.escape(key)
    return bool(re.match(rf'\s*(?:"{name}"|{name})\s*=|\s*\[[^\]]*\.{name}\]|.*[{{,]\s*{name}\s*=', line))
