"""What happened in the window: from a while before the newest apply on, told from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from opskit.app.reporting.proof import TimelineRow
from opskit.app.reporting.risk import stops
from opskit.core.gate_record import DECIDED, SAMPLED
from opskit.core.history import fold
from opskit.core.ledger import Event
from opskit.core.lock import Lock, strongest

# A deploy window is a night's part; what was done long before it belongs to another one.
BEFORE = timedelta(hours=4)
# The newest of them, where there are more.
SHOWN = 200


def timeline(events: Sequence[Event], environment: str) -> list[TimelineRow]:
    """Oldest first; empty where nothing was ever applied here."""
    here = [event for event in events if event.entry.environment == environment]
    applied = [run for run in fold(here).runs.values() if run.command == "apply"]
    if not applied:
        return []
    began = datetime.fromisoformat(max(run.started_at for run in applied)) - BEFORE
    shown = [event for event in here if datetime.fromisoformat(event.entry.at) >= began]
    rows = [row for event in shown for row in _rows(event, shown)]
    return sorted(rows, key=lambda row: (row.at, row.evidence))[-SHOWN:]


def _rows(event: Event, events: Sequence[Event]) -> Iterator[TimelineRow]:
    kind = event.entry.kind
    if kind == "change.started" and "revision" not in event.entry.body:
        return  # opskit's own record of it
    if kind in _SPANS:
        yield _span(event, events, *_SPANS[kind])
    elif kind in _MOMENTS:
        lane, text = _MOMENTS[kind]
        outcome = str(event.entry.body.get("verdict") or event.entry.body.get("decision") or "")
        yield _row(event, None, lane, text(event.entry.body), outcome)


def _span(begun: Event, events: Sequence[Event], ends: tuple[str, ...], lane: str, name: str) -> TimelineRow:
    """From its begin to the first event that ends it; without one it is unfinished."""
    entry = begun.entry
    key = entry.body.get(name) if name != "run" else entry.run
    ended = next((each for each in events if each.seq > begun.seq and _ends(each, ends, entry.run, name, key)), None)
    body = ended.entry.body if ended else {}
    outcome = str(body.get("outcome") or _WORDS.get(ended.entry.kind if ended else "", "unfinished"))
    return _row(begun, ended, lane, _told(entry.body), outcome)


def _ends(event: Event, ends: tuple[str, ...], run: str, name: str, key: object) -> bool:
    if event.entry.kind not in ends or event.entry.run != run:
        return False
    return name == "run" or event.entry.body.get(name) == key


def _row(event: Event, ended: Event | None, lane: str, text: str, outcome: str) -> TimelineRow:
    entry = event.entry
    lock = strongest([Lock[str(mode).replace(" ", "_")] for _, mode in entry.body.get("locks", ())])
    return TimelineRow(
        entry.at, ended.entry.at if ended else None, lane, text, lock.words if lock else "", stops(lock), outcome,
        entry.run, f"event:{event.seq}",
    )  # fmt: skip


def _told(body: Mapping[str, Any]) -> str:
    return str(body.get("summary") or body.get("words") or body.get("command") or body.get("item") or "")


def _said(verb: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda body: f"{verb} {body.get('item') or body.get('subject') or ''}".strip()


_SPANS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "run.started": (("run.finished",), "run", "run"),
    "change.started": (("change.finished", "change.failed"), "change", "sql"),
    "item.started": (("item.finished",), "item", "item"),
}
_MOMENTS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "item.signed": ("sign-off", _said("signed")),
    "item.approved": ("sign-off", _said("approved")),
    "item.waived": ("sign-off", _said("waived")),
    SAMPLED: ("gate", _said("looked at gate")),
    DECIDED: ("gate", _said("decided gate")),
}
_WORDS = {"change.finished": "done", "change.failed": "failed"}
