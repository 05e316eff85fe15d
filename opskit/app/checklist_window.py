"""The window of an environment as the checklist shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from opskit.app.context import Context
from opskit.core.window import Window, ahead
from opskit.value import Value


class WindowView(Value):
    """The one that is `open`, else the next one, whose times are null when none is to come. `starts` and `ends` are RFC
    3339 UTC; `words` say both in the zone they are declared in; `seconds` are left of it, or pass until it opens."""

    open: bool
    starts: str | None = None
    ends: str | None = None
    words: str = ""
    seconds: int | None = None


def window(context: Context) -> WindowView | None:
    """None where none is declared: the environment may be changed at any time."""
    windows, now = context.environment.windows, context.now()
    if not windows:
        return None
    shown = next(iter(ahead(windows, now)), None)
    return _view(shown, now) if shown else WindowView(open=False)


def _view(shown: Window, now: datetime) -> WindowView:
    until = (shown.end if shown.open(now) else shown.start) - now
    return WindowView(
        shown.open(now), _utc(shown.start), _utc(shown.end), shown.words, max(0, int(until.total_seconds()))
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
