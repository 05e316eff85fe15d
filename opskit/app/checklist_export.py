"""`opskit checklist export`: the whole checklist with everything that stands behind it, for a ticket or an auditor. The
same for the same ledger and state of things, so that two can be compared line by line: times are those of the ledger,
and nothing says how long ago anything was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.checklist import Board, Count, board, counts, load, way_back
from opskit.app.context import Context
from opskit.app.item_known import ItemKnown, known
from opskit.core.answer import Answer
from opskit.core.checklist import Pause
from opskit.core.item_record import subject
from opskit.core.item_state import Approval, Attempt, ItemState, Signature, Status
from opskit.core.item_told import Told, told
from opskit.core.ledger import Event, head
from opskit.value import Value


class ExportedItem(Value):
    """`text` and `particulars` are of the newest look, or what persons decided since; `finding` is what a waiver would
    name."""

    id: str
    title: str
    priority: str
    phase: str
    kind: str
    status: str
    outcome: str
    text: str
    particulars: Sequence[str]
    finding: str
    needs: Sequence[str]
    ask: str
    do: str
    undo: str
    signed: Sequence[Signature]
    approvals: Sequence[Approval]
    attempt: Attempt | None
    known: ItemKnown


class ExportedPause(Value):
    phase: str
    text: str
    open: bool
    waits_for: Sequence[str]
    agreed: Sequence[Signature]
    history: Sequence[Told]


class Exported(Value):
    """`events` and `head` are of the whole ledger: `opskit ledger verify --head` holds the one against the other."""

    runbook: str
    title: str
    version: str
    owners: Sequence[str]
    protected: bool
    counts: Mapping[str, Count]
    pauses: Sequence[ExportedPause]
    items: Sequence[ExportedItem]
    events: int
    head: str


def checklist_export(context: Context, name: str) -> Answer[Exported]:
    """Always exit 0: it says what is known. It reads the file, the waivers and the ledger, and asks no database."""
    seen, events = board(context, load(context, name)), context.ledger.events()
    runbook, environment = seen.runbook, context.environment
    view = Exported(
        runbook.id, runbook.title, runbook.version, runbook.owners, environment.protected,
        counts(seen.states.values()),
        [_pause(seen, pause, environment.name, events) for pause in seen.pauses.values()],
        [_item(seen, state, environment.name, events) for state in seen.states.values()],
        events[-1].seq if events else 0, head(events),
    )  # fmt: skip
    at = events[-1].entry.at if events else ""
    return Answer("checklist-export", view, environment=environment.name, as_of=at)


def _item(seen: Board, state: ItemState, environment: str, events: Sequence[Event]) -> ExportedItem:
    item, proof = state.item, state.proof
    return ExportedItem(
        item.id, item.title, item.priority, item.phase, item.kind, state.status, state.outcome, _text(state),
        proof.seen.evidence if proof else (), state.fault, item.needs, item.signoff.ask if item.signoff else "",
        item.do.words if item.do else "", way_back(item), state.signed, state.approvals, state.attempt,
        known(events, environment, seen.runbook.id, state),
    )  # fmt: skip


def _text(state: ItemState) -> str:
    """Without an age: of what counts no more for that alone, when it was."""
    item, proof = state.item, state.proof
    old = proof and item.max_age and proof.age > item.max_age
    if state.status is Status.STALE and proof and old:
        return f"passed at {proof.at[:19]}Z, and that counts no more: {proof.seen.text}"
    return state.text


def _pause(seen: Board, pause: Pause, environment: str, events: Sequence[Event]) -> ExportedPause:
    phase = pause.phase
    history = told(events, environment, subject(seen.runbook.id, phase.id))
    return ExportedPause(phase.id, phase.pause, pause.open, pause.waits_for, pause.agreed, history)
