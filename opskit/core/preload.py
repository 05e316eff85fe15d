"""shared_preload_libraries: a list of names, of which some may be quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opskit.core.identifier import literal

SETTING = "shared_preload_libraries"
RESET = f"alter system reset {SETTING}"
_NAME = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^",]*[^",\s]))\s*(?:,|$)')


def libraries(text: str) -> tuple[str, ...]:
    """As the server reads the setting (SplitDirectoriesString): separated by commas, in double quotes where a name has
    one. ValueError for what the server would not take."""
    found: list[str] = []
    place = 0
    while text[place:].strip():
        name = _NAME.match(text, place)
        if not name:
            raise ValueError(f"{text!r} is no list of libraries")
        found.append(name[2] if name[1] is None else name[1].replace('""', '"'))
        place = name.end()
    return tuple(found)


def set_to(names: Sequence[str]) -> str:
    """The statement. Each name is a literal of its own: a list within one would be taken for a single name, and a
    server that cannot find its library does not start."""
    return f"alter system set {SETTING} = {', '.join(map(literal, names))}" if names else RESET
