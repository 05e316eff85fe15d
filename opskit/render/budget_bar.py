"""What is still to do against the time that the window has left, as one bar: the deeds, the reserve to take everything
back, the margin, and the room that stays or is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.app.checklist_window import WindowView
from opskit.app.reporting.proof import BudgetLine
from opskit.core.duration import exact
from opskit.core.window_fit import MARGIN_S
from opskit.value import Value


class BarPart(Value):
    """`kind` is do, reserve, margin or room; `start` and `width` in per cent of the bar."""

    kind: str
    text: str
    seconds: float
    start: float
    width: float


class BudgetBar(Value):
    """`needed_s` is the whole of deeds, reserve and margin, null where one of them is not known; `window_s` what the
    window has for it, null without one; `edge` where its end stands, in per cent. `verdict`: it fits, does not fit, or
    cannot tell; `words` is the arithmetic."""

    parts: Sequence[BarPart]
    needed_s: float | None
    window_s: float | None
    edge: float
    verdict: str
    words: str


def budget_bar(budgets: Sequence[BudgetLine], window: WindowView | None) -> BudgetBar:
    """The reserve is for what was done already too: it may have to be taken back in the same window."""
    open_, window_s = [each for each in budgets if not each.done], _window_s(window)
    sums = [
        *(("do", each.title, each.do_s) for each in open_),
        ("reserve", "to take everything back", _sum([each.undo_s for each in budgets])),
        ("margin", "margin to decide in", float(MARGIN_S)),
    ]
    needed = _sum([seconds for _, _, seconds in sums])
    known = [(kind, text, seconds) for kind, text, seconds in sums if seconds]
    room = (window_s or 0) - sum(seconds for _, _, seconds in known)
    if room > 0:
        known.append(("room", "room that stays", room))
    whole = max(sum(seconds for _, _, seconds in known), 1.0)
    edge = 100.0 if window_s is None else round(100 * window_s / whole, 2)
    verdict = "cannot tell" if needed is None or window_s is None else "it fits" if needed <= window_s else "too long"
    return BudgetBar(_placed(known, whole), needed, window_s, edge, verdict, _words(needed, window_s, window))


def _window_s(window: WindowView | None) -> float | None:
    """What is left of the one that is open, else the length of the next one."""
    if window is None or window.starts is None or window.ends is None:
        return None
    length = datetime.fromisoformat(window.ends) - datetime.fromisoformat(window.starts)
    return window.seconds if window.open else length.total_seconds()


def _sum(seconds: Sequence[float | None]) -> float | None:
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None


def _placed(parts: Sequence[tuple[str, str, float]], whole: float) -> list[BarPart]:
    placed, start = [], 0.0
    for kind, text, seconds in parts:
        width = 100 * seconds / whole
        placed.append(BarPart(kind, text, seconds, round(start, 2), round(width, 2)))
        start += width
    return placed


def _words(needed: float | None, window_s: float | None, window: WindowView | None) -> str:
    wanted = "how long it takes is not known" if needed is None else f"{exact(round(needed))} are needed"
    if window is None or window_s is None:
        return f"{wanted}; no window is declared" if window is None else f"{wanted}; no window is to come"
    left = f"{exact(round(window_s))} {'are left' if window.open else 'has the next window'}"
    return f"{wanted}, {left}"
