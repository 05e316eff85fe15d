"""Whether there are files: `glob`, from the folder opskit was called in, matches at least `at_least` of them."""

from __future__ import annotations

from pathlib import Path

from opskit.app.item_kinds import Room
from opskit.core.item_state import Seen, Status
from opskit.value import Value


class Asked(Value):
    glob: str
    at_least: int = 1

    def __post_init__(self) -> None:
        if not self.glob or self.glob.startswith(("/", "~")) or ".." in Path(self.glob).parts:
            raise ValueError("`glob` is a pattern below the folder opskit is called in")


def look(asked: Asked, room: Room) -> Seen:
    found = sorted(str(path) for path in Path().glob(asked.glob) if path.is_file() and path.stat().st_size)
    status = Status.PASS if len(found) >= asked.at_least else Status.FAIL
    return Seen(status, f"{len(found)} of at least {asked.at_least} files: {asked.glob}", tuple(found))
