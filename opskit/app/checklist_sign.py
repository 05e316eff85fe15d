"""`opskit checklist sign`: one item, answered by a person, with a sentence. There is no way to sign several at once."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.checklist import Board, board, load
from opskit.app.context import Context
from opskit.app.identity import Identity, identity
from opskit.app.said import holds_password, is_text, is_url, record, refuse_no_sentence, sentence_of
from opskit.core.answer import Answer
from opskit.core.checklist import Pause
from opskit.core.item_record import SIGNED
from opskit.core.item_state import ItemState
from opskit.core.runbook import EvidenceType, Item
from opskit.errors import Blocked, UsageFault
from opskit.value import Value


class Signed(Value):
    """`id` is an item, or a phase whose pause point was agreed to; `by` is the login that signed now; `go_on` the item
    to go on with, or the phase whose pause point has to be agreed to, and `next` its command."""

    runbook: str
    id: str
    status: str
    text: str
    by: str
    go_on: str
    next: str


def checklist_sign(context: Context, name: str, item: str, reason: str, evidence: Sequence[str]) -> Answer[Signed]:
    """An item, or the pause point before a phase, by the phase's name. Exit 0; `changed` is false when the same person
    has said the same before.

    UsageFault: the item is measured, the reason is no sentence, or the evidence it asks for is missing.
    Blocked: what it needs is open, or the login is one that has signed for another person already. Unreachable: without
    the server nobody is authenticated."""
    runbook = load(context, name)
    before = board(context, runbook)
    sentence, given = sentence_of(reason), tuple(each.strip() for each in evidence)
    pause = before.pauses.get(item)
    earlier = pause.agreed if pause else before.state(item).signed
    if pause:
        _refuse_pause(before, pause, sentence)
    else:
        _refuse(before, before.state(item), sentence, given)
    who = identity(context, item)
    said = any((each.by, each.reason, each.evidence) == (who.login, sentence, given) for each in earlier)
    if not said:
        if not pause:
            _refuse_second(before, before.state(item), who)
        record(context, SIGNED, (runbook.id, item), who, sentence, evidence=list(given))
    return _answer(context, board(context, runbook), item, who.login, not said)


def _answer(context: Context, after: Board, item: str, login: str, changed: bool) -> Answer[Signed]:
    go_on, _, following = after.go_on()
    status, text = "signed", f"pause point agreed by {login}"
    if item in after.states:
        status, text = after.states[item].status, after.states[item].text
    signed = Signed(after.runbook.id, item, status, text, login, go_on, following)
    return Answer("checklist-sign", signed, 0, changed, context.environment.name, context.run)


def _refuse_pause(seen: Board, pause: Pause, sentence: str) -> None:
    name = pause.phase.id
    again = seen.address.checklist("sign", name) + ' --reason "SENTENCE"'
    refuse_no_sentence(name, sentence, pause.phase.pause, again)
    if pause.waits_for:
        first = seen.states[pause.waits_for[0]]
        raise Blocked(
            f"{name} cannot be agreed to yet (nothing was recorded)", f"open: {', '.join(pause.waits_for)}",
            seen.next(first),
        )  # fmt: skip


def _refuse_second(seen: Board, state: ItemState, who: Identity) -> None:
    """Where it takes several persons, one login is one person: who else may sit behind it nobody can tell."""
    mine = [each for each in state.signed if each.by == who.login]
    count = state.item.signoff.count if state.item.signoff else 1
    if count > 1 and mine:
        first = mine[0]
        raise Blocked(
            f"{state.item.id}: login {who.login} has signed already (nothing was recorded)",
            f"by {first.os_user}@{first.host} at {first.at[:19]}Z; it takes {count} persons, and two with one login"
            " cannot be told apart",
            "sign with a login of your own: PGUSER, or another service",
        )


def _refuse(seen: Board, state: ItemState, sentence: str, evidence: Sequence[str]) -> None:
    item, address = state.item, seen.address
    if item.signoff is None:
        raise UsageFault(
            f"{item.id} is measured, not signed (nothing was recorded)", "", address.checklist("run", item.id)
        )
    again = seen.next(state) or address.checklist("sign", item.id) + ' --reason "SENTENCE"'
    refuse_no_sentence(item.id, sentence, item.signoff.ask or "say what was done, and how you know", again)
    if state.waits_for:
        raise Blocked(f"{item.id} cannot be signed yet (nothing was recorded)", state.text, again)
    missing = _missing(item, evidence)
    if missing:
        raise UsageFault(f"{item.id}: {missing} (nothing was recorded)", item.signoff.ask, again)


def _missing(item: Item, evidence: Sequence[str]) -> str:
    """What is wrong with the evidence, given in the order it is asked for; empty when nothing is."""
    for place, asked in enumerate(item.evidence):
        given = evidence[place] if place < len(evidence) else ""
        if asked.required and not given:
            return f"the evidence {asked.name!r} is missing, a {asked.type}"
        if given and asked.type is EvidenceType.URL and not is_url(given):
            return f"the evidence {asked.name!r} is no URL"
    if any(not each for each in evidence):
        return "a piece of evidence is empty"
    if not all(map(is_text, evidence)):
        return "a piece of evidence holds bytes that are no text"
    return "an URL holds a password" if any(holds_password(each) for each in evidence) else ""
