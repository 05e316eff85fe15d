"""What the ledger has of one item of a runbook in an environment, since it was reset last. Waivers outlive a reset:
they stand in a file of their own, and end by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opskit.core.history import History
from opskit.core.item_state import Approval, Attempt, Proof, Said, Seen, Signature, Status
from opskit.core.ledger import Event
from opskit.value import Value

CHECKED, STARTED, FINISHED = "item.checked", "item.started", "item.finished"
SIGNED, APPROVED, WAIVED = "item.signed", "item.approved", "item.waived"
SKIPPED, RESET = "item.skipped", "item.reset"
# What an attempt may come to; one that was not begun after all (another operator was at work) says nothing.
DONE, FAILED, UNDONE, SETTLED, NOT_BEGUN = "done", "failed", "undone", "settled", "not begun"

Ends = Mapping[str, Event]


class Record(Value):
    """`agreed` are the logins behind each waiver, by its key."""

    proof: Proof | None
    attempt: Attempt | None
    signed: tuple[Signature, ...]
    approvals: tuple[Approval, ...]
    agreed: dict[str, tuple[str, ...]]
    skipped: Said | None
    reset: Said | None

    @property
    def empty(self) -> bool:
        """Whether a reset would forget nothing."""
        return not (self.proof or self.attempt or self.signed or self.approvals or self.skipped)


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
        attempt_of(started, every(FINISHED)),
        tuple(map(_signature, every(SIGNED))),
        _approvals(every(APPROVED), started),
        _agreed(history.every(environment, WAIVED, subject(runbook, item))),
        _said(skipped) if skipped else None,
        _said(reset) if reset else None,
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


def attempt_of(started: Sequence[Event], finished: Sequence[Event]) -> Attempt | None:
    """The newest one that was not seen to end and that no later one has made good, whoever began others since; else
    the one that ended last."""
    ends = {str(event.entry.body["deed_run"]): event for event in finished}
    begun = [event for event in started if _outcome(event, ends) != NOT_BEGUN]
    still_open = [event for event in begun if _run(event) not in ends and event.seq > _made_good(event, begun, ends)]
    ended = [event for event in begun if _run(event) in ends]
    newest = still_open[-1] if still_open else max(ended, key=lambda event: ends[_run(event)].seq, default=None)
    return _attempt(newest, ends.get(_run(newest)), _runs(begun, ends)) if newest else None


def _made_good(event: Event, begun: Sequence[Event], ends: Ends) -> int:
    """The newest attempt that makes this one good: what was done or taken back since settles a `do`, an undo is settled
    by another undo alone."""
    good = (UNDONE,) if event.entry.body.get("undoes") else (DONE, SETTLED, UNDONE)
    return max((each.seq for each in begun if _outcome(each, ends) in good), default=0)


def _runs(begun: Sequence[Event], ends: Ends) -> tuple[str, ...]:
    """Those that an undo takes back: down to where it was undone, or where one was done before the next began."""
    found: list[Event] = []
    half_undone = False
    for event in reversed(begun):
        outcome, end = _outcome(event, ends), ends.get(_run(event))
        done = outcome in (DONE, SETTLED) and end and found and end.seq < found[-1].seq
        if event.entry.body.get("undoes") and outcome != UNDONE:
            half_undone = True
        elif outcome == UNDONE or (done and not half_undone):
            break
        else:
            found.append(event)
            half_undone = False
    return tuple(map(_run, reversed(found)))


def _run(started: Event) -> str:
    return str(started.entry.body["deed_run"])


def _outcome(started: Event, ends: Ends) -> str:
    end = ends.get(_run(started))
    return str(end.entry.body["outcome"]) if end else ""


def _attempt(started: Event, end: Event | None, runs: tuple[str, ...]) -> Attempt:
    entry, body = started.entry, end.entry.body if end else {}
    return Attempt(
        _run(started), entry.at, str(entry.body["words"]), entry.operator, end.seq if end else started.seq,
        str(body.get("outcome", "")), str(body.get("reason", "")), bool(body.get("changed")),
        str(entry.body.get("undoes", "")), runs,
    )  # fmt: skip


def _signature(event: Event) -> Signature:
    body = event.entry.body
    return Signature(
        who(event), body["os_user"], body["host"], event.entry.at, body["reason"], tuple(body["evidence"]), event.seq
    )


def _said(event: Event) -> Said:
    body = event.entry.body
    return Said(who(event), body["os_user"], body["host"], event.entry.at, body["reason"], event.seq)


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
