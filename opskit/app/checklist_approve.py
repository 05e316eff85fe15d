"""`opskit checklist approve`: another person agrees to exactly what an item would do now."""

from __future__ import annotations

from opskit.app import deed_kinds
from opskit.app.checklist import Board, board, load
from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.app.deed_page import DeedView, deed_page
from opskit.app.identity import Identity, identity
from opskit.app.item_kinds import Room
from opskit.app.said import record, refuse_no_sentence, sentence_of
from opskit.core import approving
from opskit.core.answer import Answer
from opskit.core.item_record import APPROVED
from opskit.core.item_state import ItemState
from opskit.core.runbook import Approvals
from opskit.errors import Blocked
from opskit.value import Value, replace

PENDING = 10


class Approved(Value):
    """`digest` is what was approved: server, database, schema and every statement in order. `deed` shows them;
    `given` logins have approved it, of `wanted`; `expires_at` is RFC 3339 UTC."""

    runbook: str
    id: str
    title: str
    by: str
    digest: str
    expires_at: str
    given: int
    wanted: int
    deed: DeedView
    next: str


class Proposal(Value):
    """`empty`: this login has approved this plan with these words, and that is still good."""

    state: ItemState
    runbook: str
    who: Identity
    reason: str
    page: Answer[Approved]
    empty: bool


def propose(context: Context, name: str, item: str, reason: str) -> Proposal:
    """The page has exit 10 when something would be recorded.

    UsageFault: the reason is no sentence. Blocked: the item asks for no approval, or there is nothing to approve.
    Unreachable: without the server nobody is authenticated."""
    seen = board(context, load(context, name))
    state, sentence = seen.state(item), sentence_of(reason)
    wanted = _wanted(seen, state, sentence)
    prepared = _prepared(context, seen, state)
    who = identity(context, item)
    good = [each for each in state.approvals if not approving.fault(each, prepared.digest, context.now())]
    mine = next((each for each in good if (each.by, each.reason) == (who.login, sentence)), None)
    until = mine.expires_at if mine else _until(context, wanted)
    view = Approved(
        seen.runbook.id, item, state.item.title, who.login, prepared.digest, until,
        len({*(each.by for each in good), who.login}), wanted.count, deed_page(context, state.item, prepared).data,
        seen.address.checklist("run", item),
    )  # fmt: skip
    page = Answer("checklist-approve", view, PENDING * (not mine), False, context.environment.name, context.run)
    return Proposal(state, seen.runbook.id, who, sentence, page, mine is not None)


def carry(context: Context, proposal: Proposal) -> Answer[Approved]:
    view = proposal.page.data
    record(
        context, APPROVED, (proposal.runbook, view.id), proposal.who, proposal.reason, digest=view.digest,
        expires_at=view.expires_at,
    )  # fmt: skip
    return replace(proposal.page, exit_code=0, changed=True)


def _until(context: Context, wanted: Approvals) -> str:
    return (context.now() + wanted.ttl).isoformat(timespec="seconds").replace("+00:00", "Z")


def _wanted(seen: Board, state: ItemState, sentence: str) -> Approvals:
    name, address = state.item.id, seen.address
    if state.item.approvals is None:
        hint = seen.next(state) or address.checklist("show", name)
        raise Blocked(f"{name} asks for no approval (nothing was recorded)", "its runbook wants none for it", hint)
    again = address.checklist("approve", name) + ' --reason "SENTENCE"'
    refuse_no_sentence(name, sentence, "say what you have looked at, and why it may be done", again)
    if state.done:
        why = f"it is {state.status}: {state.text}"
        raise Blocked(f"{name} has nothing to approve (nothing was recorded)", why, address.checklist("show", name))
    return state.item.approvals


def _prepared(context: Context, seen: Board, state: ItemState) -> Prepared:
    """As `checklist run` would prepare it."""
    deed = state.item.do
    assert deed is not None  # noqa: S101 - approvals belong to actions
    prepared = deed_kinds.prepare(deed, Room(context, context.history(), state.item.id, seen.runbook))
    if prepared.empty:
        why = f"{deed.words} has nothing to do"
        raise Blocked(f"{state.item.id} has nothing to approve (nothing was recorded)", why, seen.next(state))
    harmless = deed_kinds.is_harmless(deed)
    if harmless or prepared.unhindered:
        why = "it takes evidence, and changes nothing" if harmless else "it is a way back out of an incident"
        raise Blocked(f"{state.item.id} never waits for approvals (nothing was recorded)", why, seen.next(state))
    return prepared
