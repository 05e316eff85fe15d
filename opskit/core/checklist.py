"""What has become of a runbook's items: the pure fold of the file, the ledger and the waivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from opskit.core import duration
from opskit.core import waiver as waiving
from opskit.core.history import CHANGED, History
from opskit.core.item_record import FAILED, UNDONE, Record, record_of
from opskit.core.item_state import ItemState, Proof, Seen, Signature, Status
from opskit.core.runbook import Item, Phase, Priority, Runbook, Signoff
from opskit.core.waiver import Effect, Waiver
from opskit.value import Value, replace

Standing = tuple[Status, str]
# An exception to a critical item takes two persons.
WAIVED_BY = {Priority.CRITICAL: 2}


class View(Value):
    """What the fold looks at: one runbook in one environment at one time; `at_work` are the runs that are seen to be
    at it now."""

    runbook: Runbook
    history: History
    environment: str
    now: datetime
    waivers: Sequence[Waiver] = ()
    at_work: frozenset[str] = frozenset()

    def record(self, item: str) -> Record:
        return record_of(self.history, self.environment, self.runbook.id, item, self.now)


def standing(view: View) -> dict[str, ItemState]:
    """Every item with its state, in the order of the file."""
    alone = {item.id: _alone(view, item) for item in view.runbook.items}
    return {name: _held_back(state, alone) for name, state in alone.items()}


def first_open(states: Iterable[ItemState]) -> ItemState | None:
    """The item to go on with: the first open one of the highest priority; a blocked one only when nothing else is."""
    order = list(Priority)
    still = [state for state in states if not state.done]
    return min(still, key=lambda s: (order.index(s.item.priority), s.status is Status.BLOCKED), default=None)


class Pause(Value):
    """The pause point before a phase. `waits_for` are critical items of earlier phases that are open; `agreed` who said
    to go on. It is open while nobody has, or while an item is open again."""

    phase: Phase
    waits_for: tuple[str, ...]
    agreed: tuple[Signature, ...]

    @property
    def open(self) -> bool:
        return bool(self.waits_for) or not self.agreed


def pauses(view: View, states: Mapping[str, ItemState]) -> dict[str, Pause]:
    """By the phase they stand before."""
    found = {}
    for phase in (each for each in view.runbook.phases if each.pause and _here(each.environments, view)):
        before = _before(view.runbook, phase)
        waits = [
            name
            for name, state in states.items()
            if state.item.phase in before and state.item.priority is Priority.CRITICAL and not state.done
        ]
        found[phase.id] = Pause(phase, tuple(waits), view.record(phase.id).signed)
    return found


def _before(runbook: Runbook, phase: Phase) -> set[str]:
    return {each.id for each in runbook.phases[: runbook.phases.index(phase)]}


def _here(environments: Sequence[str], view: View) -> bool:
    return not environments or view.environment in environments


def _alone(view: View, item: Item) -> ItemState:
    """The state of an item without regard to what it needs."""
    if not (_here(item.environments, view) and _here(view.runbook.phase(item.phase).environments, view)):
        return ItemState(item, Status.NOT_APPLICABLE, f"not on {view.environment}")
    record = view.record(item.id)
    proof = record.proof if item.check else None
    status, text = _as_recorded(view, item, record)
    fault = _fault(status, item, proof)
    waivers = _waivers(view, item, record, fault)
    waiver = next((each.waiver for each in waivers if fault and each.effect is Effect.IN_FORCE), None)
    if waiver:
        status, text = Status.WAIVED, f"until {waiver.expires:%Y-%m-%d} by {waiver.by}: {waiver.reason} ({text})"
    age = proof.age if proof else _since(record.signed, view.now)
    return ItemState(
        item, status, text, proof.outcome if proof else "", age, proof, record.signed, (), record.attempt,
        record.approvals, waiver, fault, waivers, record.skipped, record.reset,
    )  # fmt: skip


def _as_recorded(view: View, item: Item, record: Record) -> Standing:
    """An attempt that was not seen to end comes before all else; then what was decided, the check, the persons."""
    attempt, proof = record.attempt, record.proof if item.check else None
    if attempt and attempt.open and attempt.run in view.at_work:
        return Status.RUNNING, f"begun by {attempt.operator} in run {attempt.run}, which is at work"
    if attempt and attempt.open:
        return Status.UNKNOWN, f"begun by {attempt.operator} in run {attempt.run}, and not seen to end"
    if record.skipped:
        return Status.SKIPPED, f"by {record.skipped.by}: {record.skipped.reason}"
    newer = attempt and (proof is None or attempt.event > proof.event)
    if attempt and newer and attempt.outcome == FAILED:
        return Status.FAIL, f"{attempt.words}: {attempt.reason}"
    if attempt and newer and attempt.outcome == UNDONE:
        return Status.UNDONE, f"taken back in run {attempt.run}"
    status, text = _by_check(view, item, proof) if item.check else (Status.PASS, "")
    return _by_persons(item.signoff, record.signed) if status is Status.PASS and item.signoff else (status, text)


def _by_check(view: View, item: Item, proof: Proof | None) -> Standing:
    """A pass counts until `max_age`, or until what was looked at has changed; what was not passed stays so until it is
    looked at again."""
    if proof is None:
        return Status.PENDING, "not looked at yet"
    if proof.seen.status is not Status.PASS:
        return proof.seen.status, proof.seen.text
    if item.max_age and proof.age > item.max_age:
        was, limit = duration.words(proof.age), duration.words(item.max_age)
        return Status.STALE, f"passed {was} ago, and that counts for {limit}: {proof.seen.text}"
    changed = _changed_since(view, proof)
    return (Status.STALE, changed) if changed else (Status.PASS, proof.seen.text)


def _changed_since(view: View, proof: Proof) -> str:
    """Why a pass is no evidence of how things are now; empty when it is."""
    change = view.history.newest(view.environment, CHANGED)
    where = proof.seen.database or "the database"
    if change and change.seq > proof.event:
        return f"passed before run {change.entry.run} changed {where}"
    schema = view.history.schema(view.environment)
    newer = schema if proof.fingerprint and schema and schema.seq > proof.event else None
    if newer and newer.entry.body["fingerprint"] != proof.fingerprint:
        return f"passed when the schema was another; seen changed in run {newer.entry.run}"
    return ""


def _by_persons(signoff: Signoff, signed: Sequence[Signature]) -> Standing:
    persons = list(dict.fromkeys(signature.by for signature in signed))
    if len(persons) >= signoff.count:
        return Status.SIGNED, f"signed by {', '.join(persons)}"
    if signoff.count == 1:
        return Status.PENDING, "not signed yet"
    return Status.PENDING, f"signed by {len(persons)} of {signoff.count} database logins"


def _fault(status: Status, item: Item, proof: Proof | None) -> str:
    """What is wrong as it was observed. What was never looked at, or is not known, cannot be waived; that nobody has
    signed can."""
    if status in (Status.FAIL, Status.INCONCLUSIVE, Status.PENDING) and proof and proof.seen.fault:
        return proof.seen.fault
    unsigned = status is Status.PENDING and item.signoff and (proof or item.check is None)
    return Seen(Status.PENDING, "not signed").fault if unsigned else ""


def _waivers(view: View, item: Item, record: Record, fault: str) -> tuple[waiving.Standing, ...]:
    """Of this item and environment, each with what comes of it."""
    persons = WAIVED_BY.get(item.priority, 1)
    return tuple(
        waiving.standing(each, fault, record.agreed.get(each.key, ()), persons, view.now)
        for each in view.waivers
        if each.covers(view.runbook.id, item.id, view.environment)
    )


def _since(signed: Sequence[Signature], now: datetime) -> timedelta | None:
    return now - datetime.fromisoformat(signed[-1].at) if signed else None


def _held_back(state: ItemState, states: Mapping[str, ItemState]) -> ItemState:
    """An open item whose needs are open is blocked. What is done stays done: a fact needs no permission. An action that
    fails is more than not done yet, and is not hidden; a check that fails before what it needs is done says nothing."""
    waits_for = tuple(need for need in state.item.needs if not states[need].done)
    broken = state.item.do is not None and state.status in (Status.FAIL, Status.UNKNOWN, Status.RUNNING)
    if state.done or broken or not waits_for:
        return state
    return replace(state, status=Status.BLOCKED, text=f"waits for {', '.join(waits_for)}", waits_for=waits_for)
