"""Everything that the ledger tells of one item, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from opskit.core.item_record import APPROVED, CHECKED, FINISHED, SIGNED, STARTED, WAIVED
from opskit.core.ledger import Event
from opskit.value import Value

Body = Mapping[str, Any]
# Of a digest, as far as people compare it.
SHOWN = 16


class Told(Value):
    """One event. `by` is the login that stands for a person, empty where nobody had to be told apart; `operator` is
    login@host as the system knows it; `particulars` what was seen, or named as evidence."""

    event: int
    at: str
    kind: str
    run: str
    operator: str
    by: str
    text: str
    particulars: tuple[str, ...] = ()


def told(events: Iterable[Event], environment: str, subject: str) -> tuple[Told, ...]:
    return tuple(map(_told, (each for each in events if _about(each, environment, subject))))


def _about(event: Event, environment: str, subject: str) -> bool:
    """An event of an older opskit names runbook and item only."""
    body = event.entry.body
    about = body.get("subject") or f"{body.get('runbook', '')}/{body.get('item', '')}"
    return event.entry.environment == environment and about == subject


def _told(event: Event) -> Told:
    entry = event.entry
    body = entry.body
    by = event.login or str(body.get("database_user", ""))
    text = _TEXTS.get(entry.kind, _reason)(body)
    return Told(event.seq, entry.at, entry.kind, entry.run, entry.operator, by, text, tuple(body.get("evidence", ())))


def _of(body: Body, key: str) -> str:
    """Empty where an event has no such word: what was edited, or written by another opskit, is shown all the same."""
    return str(body.get(key, ""))


def _reason(body: Body) -> str:
    return _of(body, "reason")


def _checked(body: Body) -> str:
    return f"{_of(body, 'verdict')}: {_of(body, 'text')}"


def _started(body: Body) -> str:
    return f"begun in run {_of(body, 'deed_run')}: {_of(body, 'words')}"


def _finished(body: Body) -> str:
    return "; ".join(filter(None, [f"{_of(body, 'outcome')} in run {_of(body, 'deed_run')}", _reason(body)]))


def _approved(body: Body) -> str:
    return f"plan {_of(body, 'digest')[:SHOWN]}, good until {_of(body, 'expires_at')}: {_reason(body)}"


def _wanted(body: Body) -> str:
    return f"of plan {_of(body, 'digest')[:SHOWN]}: {_of(body, 'words')}"


def _waived(body: Body) -> str:
    return f"finding {_of(body, 'finding')} until {_of(body, 'expires')}: {_reason(body)}"


_TEXTS: dict[str, Callable[[Body], str]] = {
    CHECKED: _checked, STARTED: _started, FINISHED: _finished, APPROVED: _approved, "approval.wanted": _wanted,
    WAIVED: _waived, SIGNED: _reason,
}  # fmt: skip
