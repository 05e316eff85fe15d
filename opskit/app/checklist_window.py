"""The window of an environment as the checklist shows it."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.context import Context


@dataclass(frozen=True)
class WindowView:
    """The one that is `open`, else the next one. `starts` and `ends` are RFC 3339 UTC; `words` say both in the zone
    they are declared in; `seconds` are left of it, or pass until it opens."""

    open: bool
    starts: str
    ends: str
    words: str
    seconds: int


def window(context: Context) -> WindowView | None:
    """None where none is declared: the environment may be changed at any time."""
    return None
