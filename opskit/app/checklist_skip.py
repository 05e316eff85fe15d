"""`opskit checklist skip` and `reset`: one item left out, or what is known of it forgotten, each with a sentence. The
ledger keeps everything; what it says counts no more."""

from __future__ import annotations

from opskit.app.checklist import Board, board, load
from opskit.app.context import Context
from opskit.app.identity import identity
from opskit.app.said import record, refuse_no_sentence, sentence_of
from opskit.core.answer import Answer
from opskit.core.checklist import View
from opskit.core.item_record import RESET, SKIPPED, Record
from opskit.core.item_state import ItemState, Status
from opskit.core.runbook import Priority
from opskit.errors import Blocked, UsageFault
from opskit.pg.operator_lock import refuse_second
from opskit.value import Value


class Decided(Value):
    """`id` is an item, or the phase of a pause point; `verb` what was decided of it, `by` the login that did; `go_on`
    the item to go on with and `next` its command."""

    runbook: str
    id: str
    verb: str
    status: str
    text: str
    by: str
    go_on: str
    next: str


def checklist_skip(context: Context, name: str, item: str, reason: str) -> Answer[Decided]:
    """Exit 0; `changed` is false when it is skipped with these words already.

    UsageFault: a critical item, which is waived or done, or the reason is no sentence. Blocked: it is done, or nobody
    knows what has become of it. Unreachable: without the server nobody is authenticated."""
    seen = board(context, load(context, name))
    state, sentence = seen.state(item), sentence_of(reason)
    again = seen.address.checklist("skip", item) + ' --reason "SENTENCE"'
    if state.item.priority is Priority.CRITICAL:
        raise UsageFault(
            f"{item} is critical, and is not skipped (nothing was recorded)",
            "what was observed of it can be lived with until a day, when two persons say so",
            seen.address.checklist("waive", item) + ' --until DAY --reason "SENTENCE"',
        )
    refuse_no_sentence(item, sentence, "say why it is left out", again)
    _refuse_settled(seen, state)
    who = identity(context, item)
    said = state.skipped is not None and (state.skipped.by, state.skipped.reason) == (who.login, sentence)
    if not said:
        record(context, SKIPPED, (seen.runbook.id, item), who, sentence)
    return _answer(context, name, (item, "skipped"), who.login, not said)


def checklist_reset(context: Context, name: str, item: str, reason: str) -> Answer[Decided]:
    """An item, or the pause point of a phase. Exit 0; `changed` is false when there was nothing to forget.

    UsageFault: the reason is no sentence. Locked: somebody is at work, perhaps at this very item."""
    seen = board(context, load(context, name))
    if item not in seen.pauses:
        seen.state(item)
    again = seen.address.checklist("reset", item) + ' --reason "SENTENCE"'
    sentence = sentence_of(reason)
    refuse_no_sentence(item, sentence, "say why what is known of it counts no more", again)
    who, there = identity(context, item), _record(context, seen, item)
    if there.attempt and there.attempt.open:
        with context.reading("reset") as db:
            refuse_second(context.environment, db)
    if not there.empty:
        record(context, RESET, (seen.runbook.id, item), who, sentence)
    return _answer(context, name, (item, "reset"), who.login, not there.empty)


def _record(context: Context, seen: Board, item: str) -> Record:
    return View(seen.runbook, context.history(), context.environment.name, context.now()).record(item)


def _refuse_settled(seen: Board, state: ItemState) -> None:
    name = state.item.id
    if state.done and state.status is not Status.SKIPPED:
        why = f"it is {state.status}: {state.text}"
        raise Blocked(f"{name} has nothing to skip (nothing was recorded)", why, seen.address.checklist("show", name))
    if state.status in (Status.UNKNOWN, Status.RUNNING):
        raise Blocked(f"{name} cannot be skipped yet (nothing was recorded)", state.text, seen.next(state))


def _answer(context: Context, name: str, decided: tuple[str, str], login: str, changed: bool) -> Answer[Decided]:
    item, verb = decided
    after = board(context, load(context, name))
    state, (go_on, _, following) = after.states.get(item), after.go_on()
    status, text = (state.status, state.text) if state else ("pending", after.pauses[item].phase.pause)
    view = Decided(after.runbook.id, item, verb, status, text, login, go_on, following)
    return Answer("checklist-decided", view, 0, changed, context.environment.name, context.run)
