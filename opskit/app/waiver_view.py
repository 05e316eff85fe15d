"""The waivers that a page lists, each with how long it lasts or why it has no effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from opskit.core import duration
from opskit.core.item_state import ItemState
from opskit.core.waiver import LONGEST, Effect, Standing
from opskit.value import Value

# Time enough to mend it, or to ask again.
SOON = timedelta(days=7)
# What concerns nobody once the item is done.
_PAST = (Effect.EXPIRED, Effect.ELSEWHERE)


class WaiverView(Value):
    """`agreed` are the logins behind it, as authenticated; `days_left` whole days, 0 in the last one and after it;
    `soon`: it is in force, and ends within seven days."""

    item: str
    by: str
    agreed: tuple[str, ...]
    reason: str
    ticket: str
    expires: datetime
    finding: str
    effect: str
    days_left: int
    soon: bool
    text: str


def waiver_views(states: Iterable[ItemState], now: datetime) -> list[WaiverView]:
    """Those that ended, or are of another finding, only while their item is open."""
    return [
        _view(each, now)
        for state in states
        for each in state.waivers
        if not (state.done and each.effect in _PAST)
    ]  # fmt: skip


def _view(standing: Standing, now: datetime) -> WaiverView:
    waiver, left = standing.waiver, max(timedelta(0), standing.waiver.expires - now)
    soon = standing.effect is Effect.IN_FORCE and left <= SOON
    return WaiverView(
        waiver.item, waiver.by, standing.agreed, waiver.reason, waiver.ticket, waiver.expires, waiver.finding,
        standing.effect, left.days, soon, _text(standing, left, soon),
    )  # fmt: skip


def _text(standing: Standing, left: timedelta, soon: bool) -> str:
    waiver = standing.waiver
    match standing.effect:
        case Effect.IN_FORCE:
            return f"{'ends soon, ' if soon else ''}{duration.words(left)} left, by {', '.join(standing.agreed)}"
        case Effect.EXPIRED:
            return f"ended at {waiver.expires:%Y-%m-%d %H:%M:%S %Z}; it counts no more"
        case Effect.ALONE:
            return f"said by {', '.join(standing.agreed)} alone; it takes another login"
        case Effect.ELSEWHERE:
            return "has no effect: what is wrong now is another finding, or nothing"
        case Effect.TOO_LONG:
            return f"has no effect: it would last for more than {duration.words(LONGEST)}"
        case Effect.UNSAID:
            return f"the entry of {waiver.by} has no effect: said by nobody, only typed into the file"
