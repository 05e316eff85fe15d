"""What has become of a runbook's items: the pure fold of the file and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from opskit.core import duration
from opskit.core.history import History
from opskit.core.ledger import Event
from opskit.core.runbook import Item, Priority, Runbook, Signoff

CHECKED = "item.checked"


class Status(StrEnum):
    """PENDING: not done yet, or not looked at; BLOCKED: what it needs is not done; SIGNED: answered by a person."""

    PASS = "pass"  # noqa: S105 - the word of a status, no password
    SIGNED = "signed"
    PENDING = "pending"
    BLOCKED = "blocked"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"


DONE = frozenset({Status.PASS, Status.SIGNED})


@dataclass(frozen=True)
class Seen:
    """What the check of an item saw. `status` is PASS, FAIL, INCONCLUSIVE or PENDING; `evidence` its particulars;
    `next` the command that would answer or mend it, without the environment; `database` the name it was seen in."""

    status: Status
    text: str
    evidence: tuple[str, ...] = ()
    next: str = ""
    database: str = ""


@dataclass(frozen=True)
class Proof:
    """The newest look at an item. `at` is RFC 3339 UTC, `event` its number in the ledger."""

    at: str
    age: timedelta
    run: str
    event: int
    seen: Seen
    outcome: str


@dataclass(frozen=True)
class Signature:
    """`by` is the database login, as the server authenticated it; persons are told apart by it."""

    by: str
    os_user: str
    host: str
    at: str
    reason: str
    evidence: tuple[str, ...]
    event: int


@dataclass(frozen=True)
class ItemState:
    """`outcome`: whether the newest look found something else than the one before (`changed`) or not (`unchanged`);
    empty for what was never looked at. `age` since it was looked at, or signed last. `waits_for` are the items that
    must be done first."""

    item: Item
    status: Status
    text: str
    outcome: str = ""
    age: timedelta | None = None
    proof: Proof | None = None
    signed: tuple[Signature, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.status in DONE


def subject(runbook: str, item: str) -> str:
    """The name an item's evidence has in the ledger."""
    return f"{runbook}/{item}"


def standing(runbook: Runbook, history: History, environment: str, now: datetime) -> dict[str, ItemState]:
    """Every item with its state, in the order of the file."""
    alone = {item.id: _alone(runbook, item, history, environment, now) for item in runbook.items}
    return {name: _held_back(state, alone) for name, state in alone.items()}


def first_open(states: Iterable[ItemState]) -> ItemState | None:
    """The item to go on with: the first open one of the highest priority; a blocked one only when nothing else is."""
    order = list(Priority)
    still = [state for state in states if not state.done]
    return min(still, key=lambda s: (order.index(s.item.priority), s.status is Status.BLOCKED), default=None)


def _alone(runbook: Runbook, item: Item, history: History, environment: str, now: datetime) -> ItemState:
    """The state of an item without regard to what it needs: first its check, then its sign-offs."""
    signed = tuple(_signature(event) for event in history.signed.get((environment, runbook.id, item.id), ()))
    event = history.newest(environment, CHECKED, subject(runbook.id, item.id)) if item.check else None
    proof = _proof(event, now) if event else None
    changed = _changed_since(history, environment, proof) if proof else ""
    status, text = _by_check(item, proof, changed) if item.check else (Status.PASS, "")
    if status is Status.PASS and item.signoff:
        status, text = _by_persons(item.signoff, signed)
    age = proof.age if proof else _age(signed[-1].at, now) if signed else None
    return ItemState(item, status, text, proof.outcome if proof else "", age, proof, signed)


def _changed_since(history: History, environment: str, proof: Proof) -> str:
    """The run of opskit that changed the environment after the look; empty when none did."""
    seen = datetime.fromisoformat(proof.at)
    later = [
        run.run
        for run in history.runs.values()
        if run.environment == environment
        and run.changes
        and datetime.fromisoformat(run.finished_at or run.started_at) > seen
    ]
    return later[-1] if later else ""


def _by_check(item: Item, proof: Proof | None, changed: str) -> tuple[Status, str]:
    """A pass counts until `max_age`, or until a run changed what was looked at; what was not passed stays so until it
    is looked at again."""
    if proof is None:
        return Status.PENDING, "not looked at yet"
    if proof.seen.status is Status.PASS and item.max_age and proof.age > item.max_age:
        was, limit = duration.words(proof.age), duration.words(item.max_age)
        return Status.INCONCLUSIVE, f"passed {was} ago, and that counts for {limit}: {proof.seen.text}"
    if proof.seen.status is Status.PASS and changed:
        return Status.INCONCLUSIVE, f"passed before run {changed} changed {proof.seen.database or 'the database'}"
    return proof.seen.status, proof.seen.text


def _by_persons(signoff: Signoff, signed: Sequence[Signature]) -> tuple[Status, str]:
    persons = list(dict.fromkeys(signature.by for signature in signed))
    if len(persons) >= signoff.count:
        return Status.SIGNED, f"signed by {', '.join(persons)}"
    if signoff.count == 1:
        return Status.PENDING, "not signed yet"
    return Status.PENDING, f"signed by {len(persons)} of {signoff.count} database logins"


def _held_back(state: ItemState, states: Mapping[str, ItemState]) -> ItemState:
    """An open item whose needs are open is blocked. What is done stays done: a fact needs no permission. An action that
    fails is more than not done yet, and is not hidden; a check that fails before what it needs is done says nothing."""
    waits_for = tuple(need for need in state.item.needs if not states[need].done)
    broken = state.item.do is not None and state.status is Status.FAIL
    if state.done or broken or not waits_for:
        return state
    return replace(state, status=Status.BLOCKED, text=f"waits for {', '.join(waits_for)}", waits_for=waits_for)


def _proof(event: Event, now: datetime) -> Proof:
    body = event.entry.body
    seen = Seen(
        Status(body["verdict"]), body["text"], tuple(body["evidence"]), body.get("next", ""), body.get("database", "")
    )
    at = event.entry.at
    return Proof(at, _age(at, now), event.entry.run, event.seq, seen, body["outcome"])


def _age(at: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(at)


def _signature(event: Event) -> Signature:
    body = event.entry.body
    return Signature(
        body["database_user"], body["os_user"], body["host"], event.entry.at, body["reason"], tuple(body["evidence"]),
        event.seq,
    )  # fmt: skip
