"""`opskit checklist undo`: what an item's `do` has done is taken back. It leads out of an incident: no window, no pause
point, no approval and no ledger that cannot be written stands in its way."""

from __future__ import annotations

from typing import Any

from opskit.app.checklist import address_of, load
from opskit.app.consent import Consent
from opskit.app.context import Context
from opskit.app.item_kinds import Room
from opskit.app.undo_ways import Came, Way, way_of
from opskit.app.undoable import attempt_of, deed_of, known_item
from opskit.app.unhindered import unhindered
from opskit.core.answer import Answer
from opskit.core.checklist import View, standing
from opskit.core.item_record import FAILED, FINISHED, NOT_BEGUN, STARTED, UNDONE, subject
from opskit.core.item_state import Attempt
from opskit.core.runbook import Item, Runbook
from opskit.errors import Blocked, Locked, OpskitError, Stale
from opskit.value import Value, replace

PENDING, PARTIAL = 10, 8


class Undoing(Value):
    """`undo` is what is done, or would be, and `of_runs` the runs that it takes back; both are empty where there is
    nothing to take back. `way` is the answer of the rollback, before it or after; `status` and `text` are those of the
    item."""

    runbook: str
    id: str
    title: str
    undo: str
    of_runs: tuple[str, ...]
    status: str
    text: str
    way: Answer[Any] | None
    next: str


class Proposal(Value):
    """`way` is None where this checklist has nothing to take back."""

    context: Context
    runbook: Runbook
    item: Item
    attempt: Attempt | None
    way: Way | None
    page: Answer[Undoing]

    @property
    def empty(self) -> bool:
        return self.way is None or self.way.empty

    def record(self, kind: str, **body: object) -> None:
        about = {"subject": subject(self.runbook.id, self.item.id), "runbook": self.runbook.id, "item": self.item.id}
        self.context.record(kind, **about, **body)


def propose(context: Context, name: str, item: str, accept_data_loss: bool) -> Proposal:
    """The page has exit 10 when something would be taken back, else 0.

    UsageFault: no such item, or one that does nothing. Blocked: its file says that there is no way back, or others were
    applied after it. Inconclusive: the ledger cannot be read, so that nobody knows what was done."""
    runbook = load(context, name)
    found = known_item(context, runbook, item)
    undo = deed_of(context, runbook, found)
    attempt, history = attempt_of(context, runbook, found)
    context = unhindered(context)
    room = Room(context, history, item, runbook)
    way = way_of(found, undo, attempt, room, accept_data_loss) if attempt and attempt.runs else None
    made = Proposal(context, runbook, found, attempt, way, Answer("checklist-undo", _view(context, runbook, found)))
    view = replace(made.page.data, undo=_words(made), of_runs=_runs(made), way=way.page if way else None)
    return replace(made, page=_answer(context, view, 0 if made.empty else PENDING))


def carry(proposal: Proposal, consent: Consent) -> Answer[Undoing]:
    """Exit 0 when it is taken back, or there was nothing; 8 when the schema is not what it was before; 10 when nobody
    could say yes. Blocked: rows would be lost, or a person has to do it. Locked: another operator is at work."""
    way, attempt = proposal.way, proposal.attempt
    if way is None or attempt is None or way.empty:
        _nothing_left(proposal)
        return proposal.page
    if not _agreed(proposal, way, consent):
        return proposal.page
    run = proposal.context.run
    proposal.record(STARTED, words=way.words, deed_run=run, digest=way.digest, undoes=attempt.runs[-1])
    came = _carried(proposal, way)
    view = replace(
        _view(proposal.context, proposal.runbook, proposal.item), undo=way.words, of_runs=attempt.runs,
        way=came.answer,
    )  # fmt: skip
    as_before = came.answer is None or came.answer.exit_code == 0
    return replace(_answer(proposal.context, view, 0 if as_before else PARTIAL), changed=True)


def _agreed(proposal: Proposal, way: Way, consent: Consent) -> bool:
    name = proposal.item.id
    if way.by_hand:
        if consent.person_says(f"{name}: {way.words}\nIs it done?"):
            return True
        raise Blocked(f"{name} waits for a person (nothing was changed)", way.words)
    try:
        way.ready()
    except Blocked as error:
        again = address_of(proposal.context, proposal.runbook.id).checklist("undo", name)
        error.hint = error.hint.replace("opskit rollback", again, 1)
        raise
    return consent.given(proposal.page)


def _carried(proposal: Proposal, way: Way) -> Came:
    """What was not begun after all leaves the item as it was; an attempt that nobody saw end has ended with this."""
    run, attempt = proposal.context.run, proposal.attempt
    try:
        came = way.carry()
    except OpskitError as error:
        reason = "; ".join(filter(None, [error.what, error.why]))
        begun = error.changed or not isinstance(error, (Blocked, Locked, Stale))
        outcome = FAILED if begun else NOT_BEGUN
        proposal.record(FINISHED, outcome=outcome, deed_run=run, changed=error.changed, reason=reason)
        raise
    if attempt and attempt.open:
        proposal.record(FINISHED, outcome=UNDONE, deed_run=attempt.run, changed=False, reason=f"by run {run}")
    proposal.record(FINISHED, outcome=UNDONE, deed_run=run, changed=True, reason="")
    return came


def _nothing_left(proposal: Proposal) -> None:
    """An attempt that was not seen to end, and has left nothing, is settled by that."""
    if proposal.attempt and proposal.attempt.open:
        run = proposal.attempt.run
        proposal.record(FINISHED, outcome=UNDONE, deed_run=run, changed=False, reason="nothing of it is left")


def _words(made: Proposal) -> str:
    return made.way.words if made.way and not made.way.empty else ""


def _runs(made: Proposal) -> tuple[str, ...]:
    return made.attempt.runs if made.attempt and not made.empty else ()


def _answer(context: Context, view: Undoing, code: int) -> Answer[Undoing]:
    return Answer("checklist-undo", view, code, environment=context.environment.name, run=context.run)


def _view(context: Context, runbook: Runbook, item: Item) -> Undoing:
    """As the item stands by the ledger; the waivers of a file that may be faulty stand in nobody's way."""
    state = standing(View(runbook, context.history(), context.environment.name, context.now()))[item.id]
    again = address_of(context, runbook.id).checklist("run", item.id)
    return Undoing(runbook.id, item.id, item.title, "", (), state.status, state.text, None, again)
