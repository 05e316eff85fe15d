"""Whether a change can be done, and be taken back, before its window ends: the arithmetic, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil, floor

from opskit.core.duration import exact
from opskit.core.time_budget import Budgeted
from opskit.core.window import Weekly, Window, ahead, told

Windows = Sequence[Window | Weekly]
# To look around, and to decide to go back, before the way back has to begin.
MARGIN_S = 300


def needed_s(budget: Budgeted, margin_s: int = MARGIN_S) -> int | None:
    """Whole seconds for the way there, the way back and the margin, each rounded up so that the parts add up as they
    are told; None where nobody knows."""
    if budget.do_s is None or budget.undo_s is None:
        return None
    return ceil(budget.do_s) + ceil(budget.undo_s) + margin_s


def arithmetic(budget: Budgeted, margin_s: int = MARGIN_S) -> str:
    total = needed_s(budget, margin_s)
    if budget.do_s is None or budget.undo_s is None or total is None:
        return "how long it takes is not known: it was never rehearsed, and nobody has said it"
    return (
        f"it takes {exact(ceil(budget.do_s))} ({budget.basis_do}) + undo {exact(ceil(budget.undo_s))}"
        f" ({budget.basis_undo}) + margin {exact(margin_s)} = {exact(total)}"
    )


def refusal(windows: Windows, now: datetime, budget: Budgeted, margin_s: int = MARGIN_S) -> str:
    """Why it must not be begun now; empty when it may: it fits into the window that is open, or there are none."""
    if not windows:
        return ""
    current = current_of(windows, now)
    if current is None:
        return f"no window is open; {arithmetic(budget, margin_s)}"
    left, total = left_s(current, now), needed_s(budget, margin_s)
    if total is not None and total <= left:
        return ""
    return f"{arithmetic(budget, margin_s)}, but {exact(left)} are left until {told(current.end, current.zone)}"


def current_of(windows: Windows, now: datetime) -> Window | None:
    """The one that is open."""
    return next((window for window in ahead(windows, now) if window.open(now)), None)


def left_s(window: Window, now: datetime) -> int:
    """Whole seconds until it ends, rounded down."""
    return floor((window.end - now).total_seconds())


def next_fit(windows: Windows, now: datetime, budget: Budgeted, margin_s: int = MARGIN_S) -> Window | None:
    """The next window to come that is long enough for it."""
    total = needed_s(budget, margin_s)
    coming = (window for window in ahead(windows, now) if not window.open(now))
    return next((window for window in coming if total is not None and window.length.total_seconds() >= total), None)
