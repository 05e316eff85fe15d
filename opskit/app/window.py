"""A change and the windows of its environment: it is refused unless it can be done and taken back before the window
ends, or somebody breaks the glass, with a reason that stays on the record. A way back is never refused."""

from __future__ import annotations

from datetime import datetime

from opskit.app.context import Context
from opskit.app.ledger_ready import unreached
from opskit.core.duration import exact
from opskit.core.time_budget import Budgeted
from opskit.core.window import ahead, told
from opskit.core.window_fit import Windows, arithmetic, current_of, left_s, next_fit, refusal
from opskit.errors import Blocked
from opskit.value import Value

BROKEN = "glass.broken"


class WindowSeen(Value):
    """The window that is open, else the next one; `start` and `end` are null when none is to come, `left_s` when none
    is open. `fits`: it may be begun now. `text` is the arithmetic."""

    open: bool
    start: datetime | None
    end: datetime | None
    left_s: int | None
    fits: bool
    text: str


def seen(context: Context, budget: Budgeted) -> WindowSeen | None:
    """None where there are no windows."""
    windows, now = context.environment.windows, context.now()
    if not windows:
        return None
    current = current_of(windows, now)
    shown = current or next(iter(ahead(windows, now)), None)
    why = refusal(windows, now, budget)
    return WindowSeen(
        open=current is not None,
        start=shown.start if shown else None,
        end=shown.end if shown else None,
        left_s=left_s(current, now) if current else None,
        fits=not why,
        text=f"{why}; {_later(windows, now, budget)}" if why else _fitting(windows, now, budget),
    )


def refuse_outside(context: Context, budget: Budgeted) -> None:
    """Blocked when it must not be begun now, unless the glass is broken."""
    why = refusal(context.environment.windows, context.now(), budget)
    if not why or context.emergency:
        return
    raise Blocked(
        f"{context.environment.name} may not be changed now (nothing was changed)", why, _hint(context, budget)
    )


def break_glass(context: Context, budget: Budgeted, login: str) -> None:
    """What an emergency overrides is recorded and told before anything is done. `login` is that of the database."""
    if not context.emergency:
        return
    why = refusal(context.environment.windows, context.now(), budget)
    lost = unreached(context)
    overridden = [*([f"window: {why}"] if why else []), *([f"ledger: {lost}"] if lost else [])]
    context.record(BROKEN, reason=context.emergency, overridden=overridden, login=login)
    context.tell(f"the glass is broken: {context.emergency} (overridden: {'; '.join(overridden) or 'nothing'})")


def _hint(context: Context, budget: Budgeted) -> str:
    environment, now = context.environment, context.now()
    fit = next_fit(environment.windows, now, budget)
    if fit:
        command = f"the same again from {told(fit.start, fit.zone)} on"
    elif any(not window.open(now) for window in ahead(environment.windows, now)):
        command = f"opskit rehearse -e {environment.name}   (measures how long it takes)"
    else:
        command = f"write the next window of {environment.name} into opskit.toml"
    return f"{command}   |  in an emergency: --break-glass --reason 'SENTENCE'"


def _later(windows: Windows, now: datetime, budget: Budgeted) -> str:
    fit = next_fit(windows, now, budget)
    return f"the next that is long enough: {fit.words}" if fit else "none to come is long enough"


def _fitting(windows: Windows, now: datetime, budget: Budgeted) -> str:
    current = current_of(windows, now)
    left = f"open until {told(current.end, current.zone)}, {exact(left_s(current, now))} left; " if current else ""
    return f"{left}{arithmetic(budget)}: it fits"
