"""What the ledger has of one item of a runbook in an environment, since it was reset last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from opskit.core.history import History
from opskit.core.item_state import Approval, Attempt, Proof, Seen, Signature, Status
from opskit.core.ledger import Event

CHECKED, STARTED, FINISHED = "item.checked", "item.started", "item.finished"
SIGNED, APPROVED, WAIVED = "item.signed", "item.approved", "item.waived"
SKIPPED, RESET = "item.skipped", "item.reset"
# What an attempt may come to; one that was not begun after all (another operator was at work) says nothing.
DONE, FAILED, UNDONE, SETTLED, NOT_BEGUN = "done", "failed", "undone", "settled", "not begun"


@dataclass(frozen=True)
class Record:
    """`agreed` are the logins behind each waiver, by its key; `skipped` the reason, None when it was not."""

    proof: Proof | None
    attempt: Attempt | None
    signed: tuple[Signature, ...]
    approvals: tuple[Approval, ...]
    agreed: dict[str, tuple[str, ...]]
    skipped: str | None


def subject(runbook: str, item: str) -> str:
    """The name an item's evidence has in the ledger."""
    return f"{runbook}/{item}"


def record_of(history: History, environment: str, runbook: str, item: str, now: datetime) -> Record:
    reset = history.newest(environment, RESET, subject(runbook, item))
    since = reset.seq if reset else 0

    def newest(kind: str) -> Event | None:
        event = history.newest(environment, kind, subject(runbook, item))
        return event if event and event.seq > since else None

    def every(kind: str) -> list[Event]:
        return [each for each in history.every(environment, kind, subject(runbook, item)) if each.seq > since]

    checked, skipped, started = newest(CHECKED), newest(SKIPPED), every(STARTED)
    return Record(
        _proof(checked, now) if checked else None,
        _attempt(started, every(FINISHED)),
        tuple(map(_signature, every(SIGNED))),
        _approvals(every(APPROVED), started),
        _agreed(every(WAIVED)),
        str(skipped.entry.body["reason"]) if skipped else None,
    )


def who(event: Event) -> str:
    """The login that stands for a person: of the ledger's server where it has one, else of the target's."""
    return event.login or str(event.entry.body["database_user"])


def _proof(event: Event, now: datetime) -> Proof:
    body = event.entry.body
    seen = Seen(
        Status(body["verdict"]), body["text"], tuple(body["evidence"]), body.get("next", ""),
        body.get("database", ""), body.get("finding", ""),
    )  # fmt: skip
    at = event.entry.at
    age = now - datetime.fromisoformat(at)
    return Proof(at, age, event.entry.run, event.seq, seen, body["outcome"], body.get("fingerprint", ""))


def _attempt(started: Sequence[Event], finished: Sequence[Event]) -> Attempt | None:
    """The newest one that was not seen to end, whoever began others since; else the one that ended last."""
    ends = {str(event.entry.body["deed_run"]): event for event in finished}
    begun = [event for event in started if _outcome(ends.get(event.entry.body["deed_run"])) != NOT_BEGUN]
    still_open = [event for event in begun if event.entry.body["deed_run"] not in ends]
    newest = still_open[-1] if still_open else max(begun, key=lambda event: ends[_run(event)].seq, default=None)
    return _as_attempt(newest, ends.get(_run(newest))) if newest else None


def _run(started: Event) -> str:
    return str(started.entry.body["deed_run"])


def _outcome(end: Event | None) -> str:
    return str(end.entry.body["outcome"]) if end else ""


def _as_attempt(started: Event, end: Event | None) -> Attempt:
    body = end.entry.body if end else {}
    return Attempt(
        _run(started), started.entry.at, started.entry.body["words"], started.entry.operator,
        end.seq if end else started.seq, _outcome(end), body.get("reason", ""), bool(body.get("changed")),
    )  # fmt: skip


def _signature(event: Event) -> Signature:
    body = event.entry.body
    return Signature(
        who(event), body["os_user"], body["host"], event.entry.at, body["reason"], tuple(body["evidence"]), event.seq
    )


def _approvals(events: Sequence[Event], started: Sequence[Event]) -> tuple[Approval, ...]:
    """Each begins one attempt at most: what was given before one began with the same plan is used."""
    begun = {str(event.entry.body.get("digest", "")): event.seq for event in started}
    return tuple(
        Approval(
            who(event), event.entry.body["digest"], event.entry.at, event.entry.body["expires_at"],
            event.entry.body["reason"], event.seq, begun.get(event.entry.body["digest"], 0) > event.seq,
        )
        for event in events
    )  # fmt: skip


def _agreed(events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for event in events:
        key = str(event.entry.body["waiver"])
        found[key] = tuple(dict.fromkeys([*found.get(key, ()), who(event)]))
    return found
