"""What may be waived, and until when."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from opskit.app.checklist import Board
from opskit.app.context import Context
from opskit.app.said import holds_password, is_text, refuse_no_sentence, sentence_of
from opskit.core import duration
from opskit.core.item_state import ItemState, Status
from opskit.core.next_command import quoted
from opskit.core.waiver import LONGEST
from opskit.errors import Blocked, UsageFault
from opskit.value import Value

# A day that is named is meant whole, wherever it is read: until its last second in UTC.
_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


class Asked(Value):
    """As typed."""

    reason: str
    until: str
    ticket: str = ""


def refuse_unwaivable(context: Context, seen: Board, state: ItemState, asked: Asked) -> None:
    item, expires = state.item.id, until_of(asked.until, context.now())
    again = typed(seen, item, expires)
    if context.environment.name not in context.settings.environments:
        known = ", ".join(sorted(context.settings.environments)) or "none"
        what = f"{item}: a waiver is for an environment that opskit.toml names (nothing was recorded)"
        raise UsageFault(what, f"known: {known}", "-e NAME")
    refuse_no_sentence(item, sentence_of(asked.reason), "say why it can be lived with, and who sees to it", again)
    if holds_password(asked.ticket) or not is_text(asked.ticket):
        raise UsageFault(f"{item}: the ticket holds a password, or no text (nothing was recorded)", "", again)
    if state.waits_for:
        raise Blocked(f"{item} cannot be waived yet (nothing was recorded)", state.text, seen.next(state))
    if not state.fault:
        raise Blocked(f"{item} has nothing to waive (nothing was recorded)", _why(state), _hint(seen, state))


def until_of(text: str, now: datetime) -> datetime:
    """A day, which counts whole; so many days or weeks from now (14d, 2w), the last of them whole; or a point in time
    with its offset. In UTC, to the second."""
    found = _read(text.strip(), now)
    if found is None:
        raise _unfit(
            f"--until {text} is no day and no time with an offset",
            "write 2027-01-31, 14d or 2027-01-31T18:00:00+01:00",
            now,
        )
    if found <= now:
        raise _unfit(f"--until {text} is over", "", now)
    if found > now + LONGEST:
        days = duration.words(LONGEST)
        raise _unfit(f"--until {text} is too far ahead", f"a waiver lasts {days} at most: change the runbook", now)
    return found


def written_until(expires: datetime) -> str:
    """As --until takes it."""
    at = expires.astimezone(UTC)
    return f"{at:%Y-%m-%d}" if at.timetz() == _END_OF_DAY else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def typed(seen: Board, item: str, expires: datetime) -> str:
    """The command of a person who waives this."""
    return f'{seen.address.checklist("waive", item)} --until {written_until(expires)} --reason "SENTENCE"'


def _read(text: str, now: datetime) -> datetime | None:
    try:
        if re.fullmatch(r"\d+[dw]", text):
            return datetime.combine((now + duration.parse(text)).date(), _END_OF_DAY)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.combine(date.fromisoformat(text), _END_OF_DAY)
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC).replace(microsecond=0) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _unfit(what: str, why: str, now: datetime) -> UsageFault:
    last = (now + LONGEST).date() - date.resolution
    return UsageFault(f"{what} (nothing was recorded)", why, f"--until {quoted(str(last))}, or sooner")


def _why(state: ItemState) -> str:
    if state.status is Status.PENDING and not state.proof:
        return "nobody has looked at it yet; what was observed is waived, nothing else"
    return f"it is {state.status}: {state.text}"


def _hint(seen: Board, state: ItemState) -> str:
    return seen.next(state) or seen.address.checklist("show", state.item.id)
