"""What happened last on an environment, in plain words. What one run did or looked at in a row is told as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from opskit.app.context import Context
from opskit.core.item_record import CHECKED
from opskit.core.ledger import Event
from opskit.value import Value

SHOWN = 3
# So many events hold the last few things that happened: a migration has two for each of its statements.
TAIL = 300


class Happened(Value):
    """`seq`, `at` (RFC 3339 UTC) and `kind` of its last event; `age_s` is null when that time cannot be read."""

    seq: int
    at: str
    age_s: int | None
    run: str
    operator: str
    kind: str
    text: str


def last(context: Context) -> list[Happened]:
    """The newest first."""
    name = context.environment.name
    here = context.ledger.tail(TAIL, name)
    groups = [list(some) for _, some in groupby(here, _together)]
    return [_happened(group, context.now()) for group in reversed(groups[-SHOWN:])]


def _together(event: Event) -> tuple[str, str | int]:
    entry = event.entry
    if entry.kind == CHECKED:
        return entry.run, CHECKED
    family = entry.kind.partition(".")[0]
    return entry.run, "change" if family in ("change", "transaction") else event.seq


def _happened(group: Sequence[Event], now: datetime) -> Happened:
    event, entry = group[-1], group[-1].entry
    text = _looks(group) if entry.kind == CHECKED else _change(group) if _is_change(entry.kind) else _words(event)
    return Happened(event.seq, entry.at, _age(entry.at, now), entry.run, entry.operator, entry.kind, text)


def _age(at: str, now: datetime) -> int | None:
    try:
        return max(0, int((now - datetime.fromisoformat(at)) / timedelta(seconds=1)))
    except (ValueError, TypeError):
        return None


def _is_change(kind: str) -> bool:
    return kind.startswith(("change.", "transaction."))


def _looks(group: Sequence[Event]) -> str:
    bodies = [event.entry.body for event in group]
    if len(bodies) == 1:
        return f"looked at {bodies[0].get('item')}: {bodies[0].get('verdict')}"
    count = Counter(str(body.get("verdict")) for body in bodies)
    return f"looked at {len(bodies)} items: {', '.join(f'{number} {verdict}' for verdict, number in count.items())}"


def _change(group: Sequence[Event]) -> str:
    """The statement that was begun or done last, and how many were done before it."""
    entry = group[-1].entry
    names = {each.entry.body.get("sql"): each.entry.body.get("summary") for each in group if _begins(each)}
    name = names.get(entry.body.get("sql")) or "a statement"
    ended = entry.kind == "change.finished"
    before = sum(each.entry.kind == "change.finished" for each in group) - ended
    word = _ENDS.get(entry.kind) or str(entry.body.get("reason") or "failed")
    return f"{name}: {word}" + (f"; {before} were done before it" if before else "")


def _begins(event: Event) -> bool:
    return event.entry.kind == "change.started"


def _words(event: Event) -> str:
    kind, body = event.entry.kind, event.entry.body
    said = _SAID.get(kind)
    return said(body) if said else ": ".join([kind, *_told(body, "item", "subject", "verdict", "outcome", "reason")])


def _told(body: Mapping[str, Any], *names: str) -> list[str]:
    return [str(body[name]) for name in names if body.get(name)]


def _say(verb: str, *names: str) -> Callable[[Mapping[str, Any]], str]:
    """What stands in the body under these names, after a verb: signed apply-migration: the reason."""

    def words(body: Mapping[str, Any]) -> str:
        first, *rest = _told(body, *names) or [""]
        return ": ".join([f"{verb} {first}".strip(), *rest])

    return words


_ENDS = {"change.started": "begun", "change.finished": "done", "change.undone": "taken back"}
_SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "item.signed": _say("signed", "item", "reason"),
    "item.approved": _say("approved", "item", "reason"),
    "item.waived": _say("waived", "item", "reason"),
    "item.skipped": _say("skipped", "item", "reason"),
    "item.reset": _say("reset", "item", "reason"),
    "item.started": _say("began", "item", "words"),
    "item.finished": _say("ended", "item", "outcome", "reason"),
    "item.refused": _say("was refused", "item", "reason"),
    "approval.wanted": _say("wants an approval for", "item", "words"),
    "checklist.paused": _say("stopped at the pause point before", "item"),
    "run.started": _say("began", "command"),
    "run.finished": _say("ended", "command", "outcome", "reason"),
    "report.written": _say("wrote a report,", "verdict"),
    "bench.finished": _say("measured the workload"),
    "verify.indexes": _say("verified the indexes,", "verdict"),
    "verify.schema": _say("verified the schema,", "verdict"),
    "compare": _say("compared it with others,", "verdict", "reason"),
    "rows.kept": _say("kept rows in", "path"),
}
